using System.Net;
using System.Text.Json.Nodes;
using Lamina.Core;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;
using Lamina.Daemon.Http;

namespace Lamina.Cli.Tests.Control;

/// <summary>The control API over a real Unix socket, from its client and from a bare HTTP client such as curl.</summary>
public sealed class ControlApiTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lamina-");
    private readonly RecordingControl _stack = new();
    private ControlServer? _server;

    private string SocketPath => Path.Combine(_directory.FullName, "control.sock");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ControlServer.StartAsync(SocketPath, _stack, Cancel);

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_call_arrives_as_it_was_made()
    {
        using ControlClient client = new(SocketPath);
        Assert.Equal(Outcome.Ok, await client.RegisterAsync(new RegistrationRequest("oping", ["unicast"]), Cancel));
        Assert.Equal("""register {"name":"oping","layers":["unicast"]}""", _stack.LastCall);
        Assert.Equal(Outcome.Ok, await client.BootstrapAsync("a/b é", new BootstrapRequest("l", Udp: new UdpSettings("127.0.0.1")), Cancel));
        Assert.Equal("""bootstrap a/b é {"layer":"l","autobind":false,"insecure":false,"udp":{"ip":"127.0.0.1"}}""", _stack.LastCall);
        Assert.Equal(Outcome.Ok, await client.UnbindAsync(new BindingRequest("process", "4711"), Cancel));
        Assert.Equal(Outcome.Ok, await client.DestroyAsync("u1", Cancel));
        Assert.Equal("destroy u1", _stack.LastCall);
    }

    [Fact]
    public async Task Questions_bring_versioned_answers()
    {
        _stack.Ipcps.Add(new IpcpEntry("u", "unicast", "l", "operational", true, 1));
        _stack.Items.Add(new JsonObject { ["cost"] = 3 });
        using ControlClient client = new(SocketPath);
        Answer<StatusReport> status = await client.GetStatusAsync(Cancel);
        Assert.True(status.IsOk);
        Assert.Equal("lamina.status/1", status.Value.Schema);
        Assert.Equal(_stack.Ipcps, status.Value.Ipcps);
        Assert.Equal(new ResourceUse(3, 2, 1), status.Value.Use);
        Answer<ShowReport> show = await client.ShowAsync("u", "routes", Cancel);
        Assert.True(show.IsOk);
        Assert.Equal(3, (int?)show.Value.Items[0]["cost"]);
        Assert.Equal("oping", (await client.ListNamesAsync(Cancel)).Value?.Names[0].Name);
        Assert.Equal(7, (await client.ListFlowsAsync(Cancel)).Value?.Flows[0].Id);
    }

    [Theory]
    [InlineData(OutcomeCode.Failed)]
    [InlineData(OutcomeCode.Usage)]
    [InlineData(OutcomeCode.NotFound)]
    [InlineData(OutcomeCode.Denied)]
    [InlineData(OutcomeCode.Timeout)]
    public async Task Outcomes_travel_whole(OutcomeCode code)
    {
        _stack.Next = new Outcome(code, "no, because", "lamina status");
        using ControlClient client = new(SocketPath);
        Assert.Equal(_stack.Next, await client.ConnectAsync("u", new ConnectRequest("v"), Cancel));
        Assert.Equal(_stack.Next, (await client.ListIpcpsAsync(Cancel)).Outcome);
    }

    [Theory]
    [InlineData("POST", "/v1/ipcps", "{", 400, "cannot be read")]
    [InlineData("POST", "/v1/ipcps", "", 400, "cannot be read")]
    [InlineData("POST", "/v1/ipcps", "null", 400, "an object is expected")]
    [InlineData("POST", "/v1/ipcps", """{"name":"u"}""", 400, "missing fields: 'type'")]
    [InlineData("POST", "/v1/ipcps", """{"name":1,"type":"local"}""", 400, "the value of 'name' has the wrong type")]
    [InlineData("POST", "/v1/ipcps", """{"name":"u","type":"local","colour":"red"}""", 400, "there is no field 'colour'")]
    [InlineData("GET", "/v1/nothing", null, 404, "there is no call GET /v1/nothing")]
    [InlineData("PUT", "/v1/ipcps", "{}", 405, "there is no call PUT /v1/ipcps")]
    public async Task Nonsense_gets_a_sentence(string method, string path, string? body, int status, string sentence)
    {
        (HttpStatusCode got, string text) = await RawHttp.SendAsync(SocketPath, method, path, body);
        Assert.Equal(status, (int)got);
        JsonNode error = JsonNode.Parse(text)!;
        Assert.Contains(sentence, (string?)error["message"]);
        Assert.Equal("lamina.error/1", (string?)error["schema"]);
        Assert.DoesNotContain("System.", text);
        Assert.DoesNotContain("   at ", text);
        Assert.Null(_stack.LastCall);
    }

    [Fact]
    public async Task Bodies_are_bounded()
    {
        string body = $$"""{"name":"{{new string('x', 70_000)}}","type":"local"}""";
        (HttpStatusCode got, string text) = await RawHttp.SendAsync(SocketPath, "POST", "/v1/ipcps", body);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, got);
        Assert.Contains("larger than 65536 bytes", text);
        Assert.Null(_stack.LastCall);
    }
}
