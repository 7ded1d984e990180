using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lamina.Core;
using Lamina.Daemon.Configuration;
using Lamina.Daemon.Control;
using Lamina.Ipc.Udp;
using Lamina.Ipc.Udp.Impairment;

namespace Lamina.Fuzz;

/// <summary>What reads text from files, from the control socket and from people.</summary>
public static class Texts
{
    public static IReadOnlyDictionary<string, Decoder> All { get; } = new Dictionary<string, Decoder>
    {
        ["text: name"] = bytes => Name.TryParse(Encoding.UTF8.GetString(bytes), out _),
        ["text: hosts file"] = bytes => HostsFile.Parse(Encoding.UTF8.GetString(bytes), 3435).Count > 0,
        ["text: impairment"] = bytes => ImpairmentText.Parse(Encoding.UTF8.GetString(bytes), out _).IsOk,
        ["text: configuration"] = bytes => ConfigurationFile.Parse("/etc/lamina.json", bytes).IsValid,
        ["control: create"] = bytes => Json(bytes, ControlJson.Default.CreateRequest),
        ["control: bootstrap"] = bytes => Json(bytes, ControlJson.Default.BootstrapRequest),
        ["control: enrol"] = bytes => Json(bytes, ControlJson.Default.EnrolRequest),
        ["control: connect"] = bytes => Json(bytes, ControlJson.Default.ConnectRequest),
        ["control: impair"] = bytes => Json(bytes, ControlJson.Default.ImpairRequest),
        ["control: binding"] = bytes => Json(bytes, ControlJson.Default.BindingRequest),
        ["control: registration"] = bytes => Json(bytes, ControlJson.Default.RegistrationRequest),
        ["control: trace"] = bytes => Json(bytes, ControlJson.Default.TraceRequest),
    };

    // As RequestBody reads it: this one exception is a sentence to the caller, any other one is a fault.
    private static bool Json<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, type) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
