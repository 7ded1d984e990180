using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;

namespace Lamina.Simulation.Mangling;

/// <summary>
/// A port that regroups and spoils what another one receives, by seed. A cable within one host delivers the trains of a sender
/// whole; only receive offload on a busy link does not, and this is how to meet it without one. Sends pass untouched.
/// Copies every datagram: it is for tests, on a simulated or a real port.
/// </summary>
public sealed class MangledPort : IDatagramPort, IDatagramUser, ITimed
{
    /// <summary>Datagrams that wait at most; more are dropped.</summary>
    public const int MostHeld = 4096;

    private readonly IDatagramPort _inner;
    private readonly MachineContext _context;
    private readonly ManglingProfile _profile;
    private readonly Chance _chance;
    private readonly HeldDatagrams _held = new();
    private readonly MachineTimer _timer;
    private bool _isWaiting;
    private bool _isDelivering;
    private bool _isClosed;

    /// <summary>Stands in front of a port; becomes its user.</summary>
    /// <param name="inner">The port.</param>
    /// <param name="context">What the machines of the port's stack share.</param>
    /// <param name="profile">What to do.</param>
    /// <param name="random">Decides.</param>
    public MangledPort(IDatagramPort inner, MachineContext context, ManglingProfile profile, IRandomSource random)
    {
        _inner = inner;
        _context = context;
        _profile = profile;
        _chance = new Chance(random);
        _timer = new MachineTimer(context.Timers, this);
        inner.User = this;
    }

    /// <inheritdoc/>
    public UdpEndpoint Local => _inner.Local;

    /// <inheritdoc/>
    public int MaxPayload => _inner.MaxPayload;

    /// <inheritdoc/>
    public int Credit => _inner.Credit;

    /// <inheritdoc/>
    public IDatagramUser? User { get; set; }

    /// <summary>What it did.</summary>
    public MangledPortCounters Counters { get; } = new();

    /// <inheritdoc/>
    public void Send(in Train train, in UdpEndpoint to, Instant now) => _inner.Send(train, to, now);

    /// <inheritdoc/>
    public bool TrySendWhole(in Train datagram, in UdpEndpoint to, Instant now) => _inner.TrySendWhole(datagram, to, now);

    /// <inheritdoc/>
    public void Close()
    {
        _isClosed = true;
        _held.Clear();
        _timer.Remove();
        _inner.Close();
    }

    /// <inheritdoc/>
    public void HandleWritable(Instant now) => User?.HandleWritable(now);

    /// <inheritdoc/>
    public void HandleDatagrams(in Train train, in UdpEndpoint from, Instant now)
    {
        if (_isClosed)
        {
            return;
        }

        Counters.Received += train.Count;
        for (int i = 0; i < train.Count; i++)
        {
            Take(train[i].ToArray(), from);
        }

        if (_isWaiting || _isDelivering)
        {
            return;
        }

        if (_chance.Happens(_profile.Hold))
        {
            Wait(now);
        }
        else
        {
            Deliver(now);
        }
    }

    /// <inheritdoc/>
    public void HandleTimeout(Instant now)
    {
        _isWaiting = false;
        Deliver(now);
    }

    private void Take(byte[] datagram, UdpEndpoint from)
    {
        if (_chance.Happens(_profile.Drop))
        {
            Counters.Dropped++;
            return;
        }

        int overtakes = _chance.Happens(_profile.Reorder) ? 1 + _chance.Next(8) : 0;
        Counters.Reordered += overtakes > 0 ? 1 : 0;
        Hold(datagram, from, overtakes);
        if (_chance.Happens(_profile.Duplicate))
        {
            Counters.Duplicated++;
            Hold(datagram, from, 0);
        }
    }

    private void Hold(byte[] datagram, UdpEndpoint from, int overtakes)
    {
        if (_held.Count < MostHeld)
        {
            _held.Add(datagram, from, overtakes);
        }
        else
        {
            Counters.DroppedQueueFull++;
        }
    }

    private void Wait(Instant now)
    {
        _isWaiting = true;
        _timer.Set(now + new Duration(1 + _chance.Next((int)_profile.HoldTime.Nanoseconds)));
    }

    private void Deliver(Instant now)
    {
        _isDelivering = true;
        while (_held.Count > 0 && !_isWaiting)
        {
            DeliverOne(now);
            if (_held.Count > 0 && _chance.Happens(_profile.Cut))
            {
                Wait(now);
            }
        }

        _isDelivering = false;
    }

    private void DeliverOne(Instant now)
    {
        UdpEndpoint from = _held.NextSender(_chance.Happens(_profile.Interleave));
        byte[] first = _held.Peek(from);
        int total = 0;
        int count = 0;
        bool isLast = false;
        var train = new List<byte[]>();
        while (!isLast && count < ReceivedTrain.MostDatagrams && _held.TryPeek(from, out byte[] next)
            && next.Length <= first.Length && total + next.Length <= ReceivedTrain.MostBytes
            && (count == 0 || (first.Length > 0 && next.Length > 0 && _chance.Happens(_profile.Merge))))
        {
            // As receive offload: a shorter one ends the train.
            isLast = next.Length < first.Length;
            total += next.Length;
            count++;
            train.Add(_held.Take(from));
        }

        Counters.Delivered += count;
        if (User is { } user && !ReceivedTrain.TryDeliver(train, total, 64 * _chance.Next(3), from, user, _context.Pool, now))
        {
            Counters.DroppedNoBuffer += count;
        }
    }
}
