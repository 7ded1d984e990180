using Lamina.Core;

namespace Lamina.Ipc.Udp.Impairment;

/// <summary>
/// Draws what becomes of each datagram of one way. The steps are asked for in this order: <see cref="TryPass"/>,
/// <see cref="IsDoubled"/>, <see cref="IsOvertaken"/>, <see cref="Arrival"/> for those that keep their place, and
/// <see cref="Spoil"/> for each copy. A chance of 0 draws nothing, so a fault that is switched off does not change what else
/// happens.
/// </summary>
/// <param name="random">Decides.</param>
public sealed class Fates(IRandomSource random)
{
    private readonly RateQueue _queue = new();
    private bool _isIll;

    /// <summary>Chances from the same source.</summary>
    public Chance Chance { get; } = new(random);

    /// <summary>What happened.</summary>
    public FateCounters Counters { get; } = new();

    /// <summary>What waits for the rate.</summary>
    public RateQueue Queue => _queue;

    /// <summary>When the last datagram that kept its place arrives.</summary>
    public Instant LastArrival { get; private set; }

    /// <summary>Whether a datagram lives: chance, its length, and room in the queue of the rate, in this order.</summary>
    /// <param name="length">Its bytes.</param>
    /// <param name="profile">How the way is now.</param>
    /// <param name="isDown">True while nothing passes.</param>
    /// <param name="now">The present.</param>
    /// <param name="departure">When it leaves the queue.</param>
    public bool TryPass(int length, LinkImpairment profile, bool isDown, Instant now, out Instant departure)
    {
        departure = now;
        Counters.Sent++;
        if (IsLost(profile, isDown))
        {
            Counters.Lost++;
            return false;
        }

        if (length > profile.MaxDatagram)
        {
            Counters.TooLong++;
            return false;
        }

        if (!_queue.TryAdd(length, profile, now, out departure))
        {
            Counters.Dropped++;
            return false;
        }

        return true;
    }

    /// <summary>Whether there is another one of it, and when that arrives.</summary>
    public bool IsDoubled(LinkImpairment profile, Instant departure, out Instant arrival)
    {
        arrival = default;
        if (!Chance.Happens(profile.Duplication))
        {
            return false;
        }

        Counters.Duplicated++;
        arrival = departure + profile.Latency + Chance.Part(profile.Latency);
        return true;
    }

    /// <summary>Whether later ones may overtake it, and when it arrives then.</summary>
    public bool IsOvertaken(LinkImpairment profile, Instant departure, out Instant arrival)
    {
        arrival = default;
        if (!Chance.Happens(profile.Reordering))
        {
            return false;
        }

        Counters.Reordered++;
        arrival = departure + profile.Latency + Chance.Part(profile.ReorderingDelay ?? (profile.Latency * 3));
        return true;
    }

    /// <summary>When one that keeps its place arrives: jitter never lets it overtake.</summary>
    public Instant Arrival(LinkImpairment profile, Instant departure) =>
        LastArrival = Instant.Max(LastArrival, departure + profile.Latency + Chance.Part(profile.Jitter));

    /// <summary>Perhaps turns a bit over.</summary>
    public void Spoil(Span<byte> datagram, LinkImpairment profile)
    {
        if (datagram.Length > 0 && Chance.Happens(profile.Corruption))
        {
            Counters.Corrupted++;
            datagram[Chance.Next(datagram.Length)] ^= (byte)(1 << Chance.Next(8));
        }
    }

    /// <summary>They arrived, or the way is down now and they did not.</summary>
    public void Land(int datagrams, bool isDown)
    {
        Counters.Lost += isDown ? datagrams : 0;
        Counters.Delivered += isDown ? 0 : datagrams;
    }

    /// <summary>The way is another one from now on: what was to arrive late holds nothing up.</summary>
    public void Restart()
    {
        _queue.Clear();
        LastArrival = default;
        _isIll = false;
    }

    private bool IsLost(LinkImpairment profile, bool isDown)
    {
        if (profile.Burst is { } burst)
        {
            _isIll = _isIll ? !Chance.Happens(burst.End) : Chance.Happens(burst.Begin);
            if (_isIll && Chance.Happens(burst.Loss))
            {
                return true;
            }
        }

        return isDown || Chance.Happens(profile.Loss);
    }
}
