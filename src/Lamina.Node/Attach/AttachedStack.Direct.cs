using Lamina.Core;
using Lamina.Node.Attach.Direct;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <content>Flows whose packets go past the daemon, straight to another program.</content>
internal sealed partial class AttachedStack
{
    private readonly DirectWays _ways;

    /// <summary>Programs that this one shares memory with.</summary>
    internal int PairCount => _ways.Count;

    /// <summary>What goes past the daemon is told to it.</summary>
    internal TrafficReports Reports { get; }

    private bool TryPass(AttachDirect direct, Instant now)
    {
        _ways.HandleDirect(direct, _flows.GetValueOrDefault(direct.Flow), _highestFlow, now);
        return true;
    }

    private void SendFailed(AttachPair failed, Instant now)
    {
        Span<byte> message = stackalloc byte[AttachPair.Length];
        _control.Send(message[..failed.Write(message)], now);
    }

    private void SendTraffic(AttachTraffic traffic, Instant now)
    {
        Span<byte> message = stackalloc byte[AttachTraffic.Length];
        _control.Send(message[..traffic.Write(message)], now);
    }
}
