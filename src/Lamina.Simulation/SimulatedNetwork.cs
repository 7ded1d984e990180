using Lamina.Core;
using Lamina.Ipc.Unicast.Policies;
using Lamina.Simulation.Links;

namespace Lamina.Simulation;

/// <summary>
/// A whole network in one process and in virtual time: the second driver of the machines. One seed decides everything,
/// so a run can be repeated bit for bit; <see cref="TraceHash"/> tells whether it was.
/// </summary>
/// <param name="seed">Decides all chances and all randomness of the hosts.</param>
public sealed class SimulatedNetwork(ulong seed) : IDisposable
{
    private readonly List<SimulatedHost> _hosts = [];
    private readonly Stack<Flight> _flights = new();

    /// <summary>The policies that the hosts' members of layers can follow; null (default): the built-in ones.</summary>
    public PolicyCatalogue? Policies { get; init; }

    /// <summary>Sees every datagram; null (default): nobody looks.</summary>
    public IPacketTap? Tap { get; set; }

    /// <summary>False saves the hash of every byte, which a tenth of a run's time goes to; then <see cref="TraceHash"/> tells nothing. Default true.</summary>
    public bool IsHashed { get; init; } = true;

    /// <summary>The virtual present.</summary>
    public Instant Now { get; private set; }

    /// <summary>The hosts, in the order of their making.</summary>
    public IReadOnlyList<SimulatedHost> Hosts => _hosts;

    /// <summary>Hash of every datagram that was sent so far: time, end points, bytes.</summary>
    public string TraceHash => Trace.Current;

    /// <summary>Datagrams that were sent so far.</summary>
    public long DatagramCount => Trace.Datagrams;

    /// <summary>Bytes of datagrams that were sent so far.</summary>
    public long ByteCount => Trace.Bytes;

    /// <summary>Events that were handled so far.</summary>
    public long EventCount { get; private set; }

    /// <summary>Events that were asked for at a time that had passed: 0, or a machine has set a timer in the past.</summary>
    public long LateCount { get; private set; }

    /// <summary>Datagrams that were longer than a port's <see cref="IDatagramPort.MaxPayload"/>: 0, or a layer broke its packet size.</summary>
    public long OversizedCount { get; private set; }

    internal EventQueue Events { get; } = new();

    internal TraceHash Trace { get; } = new();

    internal SeededRandom Random { get; } = new(seed);

    /// <summary>Adds a host; its own randomness comes from the network's seed.</summary>
    public SimulatedHost AddHost(string name)
    {
        const uint FirstAddress = 0x0A000001;
        var host = new SimulatedHost(this, name, FirstAddress + (uint)_hosts.Count, Random.NextUInt64());
        _hosts.Add(host);
        return host;
    }

    /// <summary>Connects two ports; null: the default profile.</summary>
    public SimulatedLink Link(SimulatedDatagramPort a, SimulatedDatagramPort b, LinkProfile? profile = null) =>
        new(this, a, b, profile ?? new LinkProfile());

    /// <summary>Lets something happen later: a cut, a crash, a program that starts.</summary>
    public void At(Instant when, Action<Instant> happens) => Events.Add(when, new CallEvent(happens));

    /// <summary>Runs until a condition holds, or virtual time is over. The condition is asked after every event.</summary>
    /// <returns>True when the condition holds.</returns>
    public bool RunUntil(Func<bool> condition, Duration atMost)
    {
        Instant deadline = Now + atMost;
        while (!condition())
        {
            if (Events.Next > deadline)
            {
                Now = deadline;
                return condition();
            }

            Step();
        }

        return true;
    }

    /// <summary>Runs for a time.</summary>
    public void RunFor(Duration time) => RunUntil(static () => false, time);

    /// <inheritdoc/>
    public void Dispose() => Trace.Dispose();

    internal void HandleSent(SimulatedDatagramPort source, SimulatedDatagramPort target, ReadOnlySpan<byte> bytes, Instant now)
    {
        if (IsHashed)
        {
            Trace.Add(now, source.Local, target.Local, bytes);
        }

        Tap?.HandleDatagram(now, source.Local, target.Local, bytes);
        OversizedCount += bytes.Length > source.MaxPayload ? 1 : 0;
    }

    internal Flight TakeFlight() => _flights.TryPop(out Flight? flight) ? flight : new Flight();

    internal void GiveBack(Flight flight)
    {
        flight.Reset();
        _flights.Push(flight);
    }

    private void Step()
    {
        Instant next = Events.Next;
        if (Events.Take() is { } happening)
        {
            EventCount++;
            LateCount += next < Now ? 1 : 0;
            Now = Instant.Max(Now, next);
            happening.Happen(Now);
        }
    }
}
