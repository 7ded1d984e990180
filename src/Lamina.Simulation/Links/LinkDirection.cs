using Lamina.Core;

namespace Lamina.Simulation.Links;

/// <summary>
/// One way of a link: draws the fate of each datagram from the network's seed, and brings those that live to the other
/// port, in trains. A chance of 0 draws nothing, so a fault that is switched off does not change what else happens.
/// </summary>
internal sealed class LinkDirection(
    SimulatedNetwork network, SimulatedLink link, SimulatedDatagramPort source, SimulatedDatagramPort target)
{
    private readonly SendQueue _queue = new();
    private Instant _lastArrival;
    private Flight? _last;
    private bool _isIll;

    public LinkCounters Counters { get; } = new();

    /// <summary>Bytes that the sender may hand over now.</summary>
    public long Room => _queue.RoomAt(link.Profile, network.Now);

    /// <summary>
    /// Of them, those that no credit is given for: some datagrams, as probes of a path, are sent without asking, and would never
    /// find room in a queue of a few packets.
    /// </summary>
    public int Reserve => link.Profile.QueueBytes < 8192 ? link.Profile.QueueBytes / 2 : 0;

    /// <summary>When half of the queue is free, and at least so many bytes.</summary>
    public Instant TimeOfRoom(int bytes) => _queue.TimeOfRoom(link.Profile, Math.Max(bytes, link.Profile.QueueBytes / 2));

    public void Send(in Train train, Instant now)
    {
        bool isFirst = true;
        for (int i = 0; i < train.Count; i++)
        {
            ReadOnlySpan<byte> bytes = train[i];
            network.HandleSent(source, target, bytes, now);
            Counters.Sent++;
            if (IsLost())
            {
                Counters.Lost++;
            }
            else if (bytes.Length > link.Profile.MaxDatagram)
            {
                Counters.TooLong++;
            }
            else if (!_queue.TryAdd(bytes.Length, link.Profile, now, out Instant departure))
            {
                Counters.Dropped++;
            }
            else
            {
                SendOne(bytes, departure, isFirst || Happens(link.Profile.Cut));
                isFirst = false;
            }
        }
    }

    public void Land(Flight flight, Instant now)
    {
        if (_last == flight)
        {
            _last = null;
        }

        if (link.IsCut)
        {
            Counters.Lost += flight.Lengths.Count;
        }
        else
        {
            Counters.Delivered += flight.Lengths.Count;
            target.Receive(flight, source.Local, Happens(link.Profile.Merge), now);
        }

        network.GiveBack(flight);
    }

    private void SendOne(ReadOnlySpan<byte> datagram, Instant departure, bool isCut)
    {
        LinkProfile profile = link.Profile;
        if (Happens(profile.Duplication))
        {
            Counters.Duplicated++;
            Spoil(Start(departure + profile.Latency + Part(profile.Latency)).Add(datagram));
        }

        if (Happens(profile.Reordering))
        {
            Spoil(Start(departure + profile.Latency + Part(profile.Latency * 3)).Add(datagram));
            return;
        }

        // A flight that is on its way takes what follows without a cut, or what would overtake it, by chance.
        Instant arrival = Instant.Max(_lastArrival, departure + profile.Latency);
        if (_last is not { } last || (isCut && !(arrival == _lastArrival && Happens(profile.Merge))))
        {
            _lastArrival = Instant.Max(_lastArrival, departure + profile.Latency + Part(profile.Jitter));
            _last = last = Start(_lastArrival);
        }

        Spoil(last.Add(datagram));
    }

    private Flight Start(Instant arrival)
    {
        Flight flight = network.TakeFlight();
        flight.Start(this);
        network.Events.Add(arrival, flight);
        return flight;
    }

    private bool IsLost()
    {
        if (link.Profile.Burst is { } burst)
        {
            _isIll = _isIll ? !Happens(burst.End) : Happens(burst.Begin);
            if (_isIll && Happens(burst.Loss))
            {
                return true;
            }
        }

        return link.IsCut || Happens(link.Profile.Loss);
    }

    private void Spoil(Span<byte> datagram)
    {
        if (datagram.Length > 0 && Happens(link.Profile.Corruption))
        {
            Counters.Corrupted++;
            datagram[network.Random.Next(datagram.Length)] ^= (byte)(1 << network.Random.Next(8));
        }
    }

    private bool Happens(double chance) => chance > 0 && network.Random.NextDouble() < chance;

    private Duration Part(Duration most) => new((long)(most.Nanoseconds * network.Random.NextDouble()));
}
