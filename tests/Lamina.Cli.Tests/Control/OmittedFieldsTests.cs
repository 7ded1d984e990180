using System.Text.Json;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Tests.Control;

/// <summary>A field that is null is not written, so it must not have to be there when it is read.</summary>
public class OmittedFieldsTests
{
    [Fact]
    public void A_trace_to_a_place_without_a_way_can_be_read()
    {
        var report = new TraceReport("hello", "data", "noWay", [], [new TraceServerEntry("7", Cost: null)], []);
        string json = JsonSerializer.Serialize(report, ControlJson.Default.TraceReport);
        Assert.Null(JsonSerializer.Deserialize(json, ControlJson.Default.TraceReport)!.Servers.Single().Cost);
    }

    [Fact]
    public void A_credential_for_all_names_can_be_read()
    {
        var entry = new CredentialEntry("net", "id", "serial", "fine", ["member"], Names: null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        var report = new StateReport("node") { Credentials = [entry] };
        var status = new StatusReport("default", "0", 1, [], new ResourceUse(0, 0, 0)) { State = report };
        string json = JsonSerializer.Serialize(status, ControlJson.Default.StatusReport);
        Assert.Null(JsonSerializer.Deserialize(json, ControlJson.Default.StatusReport)!.State!.Credentials![0].Names);
    }
}
