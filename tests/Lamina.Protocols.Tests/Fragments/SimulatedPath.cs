using Lamina.Core;
using Lamina.Protocols.Fragments;

namespace Lamina.Protocols.Tests.Fragments;

/// <summary>A path that carries what the test says, in virtual time, with a <see cref="PathWatch"/> at one end and an honest other end.</summary>
internal sealed class SimulatedPath : IPathWatchUser
{
    private static readonly Duration Beat = Duration.FromMilliseconds(100);

    private readonly PriorityQueue<(ulong Cookie, int Length), long> _answers = new();
    private readonly SeededRandom _random;
    private readonly MachineContext _context;

    public SimulatedPath(ulong seed, int floor, int top, PathPace pace)
    {
        _random = new SeededRandom(seed);
        _context = new MachineContext(new PacketPool(), new SeededRandom(seed + 1));
        Watch = new PathWatch(_context, floor, top, pace, Counters) { User = this };
        Carries = top;
    }

    public PathWatch Watch { get; }

    public PartCounters Counters { get; } = new();

    public Instant Now { get; private set; } = new(1);

    /// <summary>Bytes of the longest packet that arrives.</summary>
    public int Carries { get; set; }

    /// <summary>Chance that a packet is lost, whatever its length, each way.</summary>
    public double Loss { get; set; }

    public Duration RoundTrip { get; set; } = Duration.FromMilliseconds(20);

    /// <summary>True while long packets are sent.</summary>
    public bool IsUsed { get; set; } = true;

    /// <summary>Longest time in which packets were sent that did not arrive for their length.</summary>
    public Duration LongestHole { get; private set; }

    public int TimerCount => _context.Timers.Count;

    public Instant NextTimeout => _context.NextTimeout;

    void IPathWatchUser.SendSizeQuestion(int length, ulong cookie, Instant now)
    {
        Assert.InRange(length, Watch.Floor, Watch.Top);
        if (length <= Carries && _random.NextDouble() >= Loss && _random.NextDouble() >= Loss)
        {
            _answers.Enqueue((cookie, length), (now + RoundTrip).Nanoseconds);
        }
    }

    public void RunFor(Duration time)
    {
        Instant end = Now + time;
        Instant? holeSince = null;
        while (Now < end)
        {
            if (IsUsed && !Watch.IsWatched)
            {
                Watch.HandleUse(Now);
            }

            Now += Beat;
            while (_answers.TryPeek(out (ulong Cookie, int Length) answer, out long at) && at <= Now.Nanoseconds)
            {
                _answers.Dequeue();
                Watch.HandleAnswer(answer.Cookie, answer.Length, Now);
            }

            _context.Run(Now);
            Assert.InRange(Watch.Sure, Watch.Floor, Watch.Top);
            holeSince = IsUsed && Watch.Sure > Carries ? holeSince ?? Now : null;
            LongestHole = Duration.Max(LongestHole, Now - (holeSince ?? Now));
        }
    }
}
