using System.Runtime.ExceptionServices;
using Lamina.Core;

namespace Lamina.Cli.Sim;

/// <summary>
/// Stands where every datagram passes: ends the run when its user does, says how far it is, and hands the datagram to the
/// trace. A network that stands still sends keep-alives, so this is called all the time.
/// </summary>
internal sealed class RunWatch(IPacketTap? trace, Action<Instant, long>? progress, CancellationToken cancel) : IPacketTap
{
    private const int Stride = 1024;

    private ExceptionDispatchInfo? _end;

    /// <summary>Datagrams so far.</summary>
    public long Datagrams { get; private set; }

    /// <summary>When the last one was sent.</summary>
    public Instant Now { get; private set; }

    public void HandleDatagram(Instant at, in UdpEndpoint from, in UdpEndpoint to, ReadOnlySpan<byte> bytes)
    {
        try
        {
            cancel.ThrowIfCancellationRequested();
            Now = at;
            if (++Datagrams % Stride == 0)
            {
                progress?.Invoke(at, Datagrams);
            }

            trace?.HandleDatagram(at, from, to, bytes);
        }
        catch (Exception end)
        {
            _end = ExceptionDispatchInfo.Capture(end);
            throw;
        }
    }

    /// <summary>
    /// Throws again what ended the run here. To the simulator it is an exception in a machine's call like any other, which it reports;
    /// but neither the user nor a full disk is a finding.
    /// </summary>
    public void ThrowIfEnded() => _end?.Throw();
}
