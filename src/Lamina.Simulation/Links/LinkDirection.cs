using Lamina.Core;

namespace Lamina.Simulation.Links;

/// <summary>
/// One way of a link: draws the fate of each datagram from the network's seed, and brings those that live to the other
/// port, in trains. A chance of 0 draws nothing, so a fault that is switched off does not change what else happens.
/// </summary>
internal sealed class LinkDirection(
    SimulatedNetwork network, SimulatedLink link, SimulatedDatagramPort source, SimulatedDatagramPort target)
{
    private Instant _free;
    private Instant _lastArrival;
    private Flight? _last;

    public LinkCounters Counters { get; } = new();

    public void Send(in Train train, Instant now)
    {
        bool isFirst = true;
        for (int i = 0; i < train.Count; i++)
        {
            ReadOnlySpan<byte> bytes = train[i];
            network.Trace.Add(now, source.Local, target.Local, bytes);
            network.Tap?.HandleDatagram(now, source.Local, target.Local, bytes);
            Counters.Sent++;
            if (link.IsCut || Happens(link.Profile.Loss))
            {
                Counters.Lost++;
            }
            else if (bytes.Length > link.Profile.MaxDatagram)
            {
                Counters.TooLong++;
            }
            else if (TryDepart(bytes.Length, now, out Instant departure))
            {
                SendOne(Spoil(bytes.ToArray()), departure, isFirst || Happens(link.Profile.Cut));
                isFirst = false;
            }
        }
    }

    private void SendOne(byte[] datagram, Instant departure, bool isCut)
    {
        LinkProfile profile = link.Profile;
        if (Happens(profile.Duplication))
        {
            Counters.Duplicated++;
            new Flight(datagram).Schedule(this, departure + profile.Latency + Part(profile.Latency));
        }

        if (Happens(profile.Reordering))
        {
            new Flight(datagram).Schedule(this, departure + profile.Latency + Part(profile.Latency * 3));
            return;
        }

        // A flight that is on its way takes what follows without a cut, or what would overtake it, by chance.
        Instant arrival = Instant.Max(_lastArrival, departure + profile.Latency);
        if (_last is { HasLanded: false } last && (!isCut || (arrival == _lastArrival && Happens(profile.Merge))))
        {
            last.Datagrams.Add(datagram);
            return;
        }

        _lastArrival = Instant.Max(_lastArrival, departure + profile.Latency + Part(profile.Jitter));
        _last = new Flight(datagram);
        _last.Schedule(this, _lastArrival);
    }

    private bool TryDepart(int length, Instant now, out Instant departure)
    {
        long rate = link.Profile.BitsPerSecond;
        departure = now;
        if (rate == 0)
        {
            return true;
        }

        _free = Instant.Max(_free, now);
        long waiting = (long)((_free - now).TotalSeconds * rate / 8);
        if (waiting + length > link.Profile.QueueBytes)
        {
            Counters.Dropped++;
            return false;
        }

        _free += Duration.FromSeconds(length * 8.0 / rate);
        departure = _free;
        return true;
    }

    private byte[] Spoil(byte[] datagram)
    {
        if (datagram.Length > 0 && Happens(link.Profile.Corruption))
        {
            Counters.Corrupted++;
            datagram[network.Random.Next(datagram.Length)] ^= (byte)(1 << network.Random.Next(8));
        }

        return datagram;
    }

    private bool Happens(double chance) => chance > 0 && network.Random.NextDouble() < chance;

    private Duration Part(Duration most) => new((long)(most.Nanoseconds * network.Random.NextDouble()));

    private void Land(Flight flight, Instant now)
    {
        flight.HasLanded = true;
        if (link.IsCut)
        {
            Counters.Lost += flight.Datagrams.Count;
            return;
        }

        Counters.Delivered += flight.Datagrams.Count;
        target.Receive(flight.Datagrams, source.Local, Happens(link.Profile.Merge), now);
    }

    private sealed class Flight(byte[] first)
    {
        public List<byte[]> Datagrams { get; } = [first];

        public bool HasLanded { get; set; }

        public void Schedule(LinkDirection direction, Instant at) =>
            direction.Events.Add(at, now => direction.Land(this, now));
    }

    private EventQueue Events => network.Events;
}
