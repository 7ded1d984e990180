using Lamina.Core;
using Lamina.Protocols.Congestion;
using Lamina.Wire.Allocation;
using Lamina.Wire.DataTransfer;

namespace Lamina.Protocols.Tests.Congestion;

/// <summary>
/// A gate in front of a pipe without a network: so many bytes per second, then so much time; what waits is marked as a
/// scheduler would, or not where the queue is somebody else's. The source always has something to send.
/// </summary>
internal sealed class Pipe : IGateUser
{
    public const int Packet = 1400;

    private readonly PriorityQueue<Action<Instant>, (Instant, int)> _events = new();
    private readonly ArrivalLog _log = new();
    private readonly Random _random = new(5);
    private Instant _free;
    private int _order;

    public Pipe(ICongestionPolicy policy) => Gate = new SendGate(Timers, policy.Create(Packet)!, Packet, this);

    public TimerQueue Timers { get; } = new();

    public SendGate Gate { get; }

    public Instant Now { get; private set; }

    public double BytesPerSecond { get; set; } = 12_500_000;

    public Duration RoundTrip { get; set; } = Duration.FromMilliseconds(20);

    public double Loss { get; set; }

    /// <summary>Packets that take up to half a round trip longer, and as many that come again so much later.</summary>
    public double Straying { get; set; }

    public bool Marks { get; set; } = true;

    /// <summary>Packets that the source has at once: as many as the gate takes leave together.</summary>
    public int PacketsAtOnce { get; set; } = 1;

    /// <summary>Times that some left.</summary>
    public int Trains { get; private set; }

    public bool IsDark { get; set; }

    public bool IsIdle { get; set; }

    public long Arrived { get; private set; }

    public Duration LongestWait { get; set; }

    public void Run(double seconds)
    {
        Instant end = Now + Duration.FromSeconds(seconds);
        HandleOpen(Now);
        while (true)
        {
            Instant next = _events.TryPeek(out _, out (Instant At, int) first) ? first.At : Instant.Never;
            next = Instant.Min(next, Timers.NextTimeout);
            if (next > end)
            {
                break;
            }

            Now = Instant.Max(Now, next);
            Timers.Run(Now);
            while (_events.TryPeek(out Action<Instant>? call, out (Instant At, int) due) && due.At <= Now)
            {
                _events.Dequeue();
                call(Now);
            }
        }

        Now = end;
    }

    public void HandleOpen(Instant now)
    {
        while (!IsIdle && Gate.Credit >= Packet)
        {
            int packets = Math.Min(Gate.Credit / Packet, PacketsAtOnce);
            byte marker = Gate.NoteSent(packets * Packet, now);
            Trains++;
            for (int i = 0; i < packets; i++)
            {
                Send(marker, now);
            }
        }
    }

    private void Send(byte marker, Instant now)
    {
        if (IsDark || _random.NextDouble() < Loss)
        {
            return;
        }

        Duration wait = Duration.Max(Duration.Zero, _free - now);
        LongestWait = Duration.Max(LongestWait, wait);
        _free = Instant.Max(_free, now) + Duration.FromSeconds(Packet / BytesPerSecond);
        byte congestion = CongestionByte.Raise(marker, Marks ? CongestionByte.LevelFor(wait) : (byte)0);
        Instant arrival = _free + (RoundTrip / 2);
        bool isLate = Strays();
        At(isLate ? arrival + Later() : arrival, then => Arrive(congestion, then));
        if (Strays())
        {
            At(arrival + Later(), then => Arrive(congestion, then));
        }
    }

    private bool Strays() => Straying > 0 && _random.NextDouble() < Straying;

    private Duration Later() => new((long)(RoundTrip.Nanoseconds / 2 * _random.NextDouble()));

    private void Arrive(byte congestion, Instant now)
    {
        Arrived += Packet;
        if (_log.Note(congestion, Packet, now, out ArrivalReport report) && !IsDark && _random.NextDouble() >= Loss)
        {
            At(now + (RoundTrip / 2), then => Gate.HandleReport(report, then));
        }
    }

    private void At(Instant when, Action<Instant> call) => _events.Enqueue(call, (when, _order++));
}
