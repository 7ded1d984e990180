using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;

namespace Lamina.Simulation.Links;

/// <summary>
/// One way of a link: draws the fate of each datagram from the network's seed, and brings those that live to the other
/// port, in trains. A chance of 0 draws nothing, so a fault that is switched off does not change what else happens.
/// </summary>
internal sealed class LinkDirection(
    SimulatedNetwork network, SimulatedLink link, SimulatedDatagramPort source, SimulatedDatagramPort target)
{
    private readonly Fates _fates = new(network.Random);
    private Flight? _last;

    public FateCounters Counters => _fates.Counters;

    /// <summary>Bytes that the sender may hand over now.</summary>
    public long Room => _fates.Queue.RoomAt(link.Profile, network.Now);

    /// <summary>
    /// Of them, those that no credit is given for: some datagrams, as probes of a path, are sent without asking, and would never
    /// find room in a queue of a few packets.
    /// </summary>
    public int Reserve => link.Profile.QueueBytes < 8192 ? link.Profile.QueueBytes / 2 : 0;

    /// <summary>When half of the queue is free, and at least so many bytes.</summary>
    public Instant TimeOfRoom(int bytes) => _fates.Queue.TimeOfRoom(link.Profile, Math.Max(bytes, link.Profile.QueueBytes / 2));

    public void Send(in Train train, Instant now)
    {
        LinkProfile profile = link.Profile;
        bool isFirst = true;
        for (int i = 0; i < train.Count; i++)
        {
            ReadOnlySpan<byte> bytes = train[i];
            network.HandleSent(source, target, bytes, now);
            if (_fates.TryPass(bytes.Length, profile, link.IsDownAt(now), now, out Instant departure))
            {
                SendOne(bytes, departure, isFirst || _fates.Chance.Happens(profile.Cut));
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

        bool isDown = link.IsDownAt(now);
        _fates.Land(flight.Lengths.Count, isDown);
        if (!isDown)
        {
            target.Receive(flight, source.Local, _fates.Chance.Happens(link.Profile.Merge), now);
        }

        network.GiveBack(flight);
    }

    private void SendOne(ReadOnlySpan<byte> datagram, Instant departure, bool isCut)
    {
        LinkProfile profile = link.Profile;
        if (_fates.IsDoubled(profile, departure, out Instant again))
        {
            _fates.Spoil(Start(again).Add(datagram), profile);
        }

        if (_fates.IsOvertaken(profile, departure, out Instant late))
        {
            _fates.Spoil(Start(late).Add(datagram), profile);
            return;
        }

        // A flight that is on its way takes what follows without a cut, or what would overtake it, by chance.
        Instant earliest = Instant.Max(_fates.LastArrival, departure + profile.Latency);
        if (_last is not { } last || (isCut && !(earliest == _fates.LastArrival && _fates.Chance.Happens(profile.Merge))))
        {
            _last = last = Start(_fates.Arrival(profile, departure));
        }

        _fates.Spoil(last.Add(datagram), profile);
    }

    private Flight Start(Instant arrival)
    {
        Flight flight = network.TakeFlight();
        flight.Start(this);
        network.Events.Add(arrival, flight);
        return flight;
    }
}
