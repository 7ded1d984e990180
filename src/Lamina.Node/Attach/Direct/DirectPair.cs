using System.Runtime.InteropServices;
using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach.Direct;

/// <summary>
/// Two programs that share memory for their flows, as the daemon knows them. It has neither the memory nor its descriptors: these two
/// alone do.
/// </summary>
internal sealed class DirectPair : ITimed, IDisposable
{
    private readonly DirectPairs _pairs;
    private readonly HashSet<SessionFlow> _flows = [];
    private readonly MachineTimer _lingering;
    private uint _lastChannel;

    public DirectPair(DirectPairs pairs, uint number, AttachSession maker, AttachSession other)
    {
        _pairs = pairs;
        (Number, Maker, Other) = (number, maker, other);
        _lingering = new MachineTimer(pairs.Context.Timers, this);
    }

    public uint Number { get; }

    /// <summary>The side that reads the first ring.</summary>
    public AttachSession Maker { get; }

    public AttachSession Other { get; }

    /// <summary>Both ends of each flow that goes this way.</summary>
    public IReadOnlyCollection<SessionFlow> Flows => _flows;

    public bool Has(AttachSession session) => session == Maker || session == Other;

    public AttachSession OtherOf(AttachSession session) => session == Maker ? Other : Maker;

    /// <summary>Makes the memory, and gives it to both.</summary>
    /// <returns>False: the system has none, or one of the two takes no descriptors now.</returns>
    public bool TryOffer(int ringCapacity, Instant now)
    {
        try
        {
            using var rings = RingPair.Create("lamina-direct", ringCapacity);
            (WakeSocket makers, WakeSocket others) = WakeSocket.CreatePair();
            using WakeSocket first = makers;
            using WakeSocket second = others;
            if (!TrySend(Maker, isMaker: true, [rings.Descriptor, first.Descriptor]))
            {
                return false;
            }

            if (TrySend(Other, isMaker: false, [rings.Descriptor, second.Descriptor]))
            {
                return true;
            }

            SendOver(Maker, now);
            return false;
        }
        catch (IOException)
        {
            // Out of memory or descriptors: what there is to carry goes through the daemon.
            return false;
        }
    }

    public void Join(SessionFlow one, SessionFlow other, Instant now)
    {
        _lingering.Stop();
        uint channel = ++_lastChannel;
        Join(one, channel, now);
        Join(other, channel, now);
    }

    public void Leave(SessionFlow flow, Instant now)
    {
        if (_flows.Remove(flow) && _flows.Count == 0)
        {
            _lingering.Set(now + _pairs.Linger);
        }
    }

    public void HandleTimeout(Instant now) => _pairs.End(this, now);

    /// <summary>Tells both that it is over.</summary>
    public void End(Instant now)
    {
        foreach (SessionFlow flow in _flows)
        {
            flow.Pair = null;
        }

        _flows.Clear();
        SendOver(Maker, now);
        SendOver(Other, now);
        Dispose();
    }

    public void Dispose() => _lingering.Remove();

    private void Join(SessionFlow flow, uint channel, Instant now)
    {
        flow.Pair = this;
        _flows.Add(flow);
        Span<byte> message = stackalloc byte[AttachDirect.Length];
        flow.Session.Send(message[..new AttachDirect(flow.Number, Number, channel).Write(message)], now);
    }

    private bool TrySend(AttachSession session, bool isMaker, ReadOnlySpan<SafeHandle> descriptors)
    {
        Span<byte> message = stackalloc byte[AttachPair.Length];
        return session.TrySend(message[..new AttachPair(AttachMessageType.Pair, Number, isMaker).Write(message)], descriptors);
    }

    private void SendOver(AttachSession session, Instant now)
    {
        Span<byte> message = stackalloc byte[AttachPair.Length];
        session.Send(message[..new AttachPair(AttachMessageType.PairOver, Number, false).Write(message)], now);
    }
}
