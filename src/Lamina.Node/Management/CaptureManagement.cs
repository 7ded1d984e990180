using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Udp;
using Lamina.Node.Capture;
using Lamina.Node.Driving;

namespace Lamina.Node.Management;

/// <summary>Captures of what passes the ports of a stack.</summary>
public sealed class CaptureManagement
{
    private readonly ManagementCalls _calls;
    private readonly IpcResourceManager _irm;
    private readonly StackPorts _ports;

    internal CaptureManagement(ManagementCalls calls, IpcResourceManager irm, StackPorts ports)
    {
        _calls = calls;
        _irm = irm;
        _ports = ports;
    }

    /// <summary>Begins a capture.</summary>
    /// <param name="settings">Of what.</param>
    /// <param name="comment">For whoever opens the file.</param>
    /// <returns>The file as it grows, to be disposed of; or why there is none.</returns>
    public Task<(Outcome Outcome, CaptureStream? Stream)> StartAsync(CaptureSettings settings, string comment) =>
        _calls.InvokeAsync<(Outcome, CaptureStream?)>(now => Examine(settings) is { IsOk: false } refusal
            ? (refusal, null)
            : (Outcome.Ok, Start(settings, comment, now)));

    private CaptureStream Start(CaptureSettings settings, string comment, Instant now)
    {
        DomainDriver driver = _ports.Driver;
        long wall = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        var buffer = new CaptureBuffer(settings, wall - now.Nanoseconds, comment);
        UdpEndpoint[]? locals = settings.Ipcps.Count == 0
            ? null
            : [.. settings.Ipcps.Select(name => ((UdpIpcProcess)_irm.Processes.Find(name)!).Local)];
        _ports.Captures.Start(buffer, locals);
        return new CaptureStream(buffer, () =>
        {
            buffer.End();
            driver.Post(new OwnedCall(driver, _ => _ports.Captures.Stop(buffer)));
        });
    }

    private Outcome Examine(CaptureSettings settings)
    {
        if (settings.SnapLength is < 0 or > CaptureSettings.MaxSnapLength || settings.Count < 0)
        {
            return Outcome.Usage($"a capture keeps 0 to {CaptureSettings.MaxSnapLength} bytes of a packet, and 0 or more packets");
        }

        foreach (string name in settings.Ipcps)
        {
            switch (_irm.Processes.Find(name))
            {
                case null:
                    return Outcome.NotFound($"this stack has no IPC process '{name}' in a layer", "lamina ipcp list");
                case { Kind: not IpcProcessKind.Udp } other:
                    return Outcome.Usage(
                        $"{name} is of type {other.Kind.ToString().ToLowerInvariant()}, and only udp bearers are captured",
                        "lamina capture without a name: the packets of all layers are inside those of the bearers");
            }
        }

        return _ports.Captures.IsFull
            ? Outcome.Failed($"{PortCaptures.Limit} captures of this stack run already", "end one of them")
            : Outcome.Ok;
    }
}
