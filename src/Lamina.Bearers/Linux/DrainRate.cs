using Lamina.Core;

namespace Lamina.Bearers.Linux;

/// <summary>
/// How fast a link takes what is sent, measured while the system's buffer is full again and again; and how much of that may stand in front of
/// what is sent next. Where the buffer is never full the link is not what is slow, and nothing is limited.
/// </summary>
internal sealed class DrainRate
{
    /// <summary>No limit.</summary>
    public const int Unlimited = int.MaxValue;

    private const int Rounds = 8;

    // What a train may take of the link's time: whoever comes next waits for it, and for those in the system's buffer.
    private const double TrainTime = 100e-6;

    // Two packets of a common link; and what is no limit, since no train is longer.
    private const int Least = 3000;
    private const int Most = 48 * 1024;

    // Shorter ones say little: trains come and go whole. After longer ones the link may have been idle meanwhile.
    private static readonly Duration ShortestRound = Duration.FromMilliseconds(1);
    private static readonly Duration LongestRound = Duration.FromMilliseconds(250);

    // A link that was not full for so long may be another one.
    private static readonly Duration Memory = Duration.FromSeconds(1);

    // The fastest counts: a round in which the link was idle for a time seems slow.
    private readonly double[] _rounds = new double[Rounds];
    private int _next;
    private Instant _began = Instant.Never;
    private Instant _fullAt;
    private long _sent;

    /// <summary>Bytes that go at once, at least two packets.</summary>
    public int Quantum { get; private set; } = Unlimited;

    /// <summary>The system has taken so many bytes.</summary>
    public void NoteSent(int bytes) => _sent += bytes;

    /// <summary>The system's buffer is full.</summary>
    /// <returns>True where <see cref="Quantum"/> is another one now: small changes are none.</returns>
    public bool NoteFull(Instant now)
    {
        _fullAt = now;
        Duration round = now - _began;
        if (_began != Instant.Never && round < ShortestRound)
        {
            return false;
        }

        if (_began != Instant.Never && round <= LongestRound)
        {
            _rounds[_next] = _sent / round.TotalSeconds;
            _next = (_next + 1) % Rounds;
        }

        (_began, _sent) = (now, 0);
        double fastest = 0;
        foreach (double rate in _rounds)
        {
            fastest = Math.Max(fastest, rate);
        }

        double worth = fastest * TrainTime;
        int quantum = worth <= 0 || worth > Most ? Unlimited : Math.Max((int)worth, Least);
        if (quantum == Quantum || (quantum < Quantum * 1.25 && quantum > Quantum * 0.75))
        {
            return false;
        }

        Quantum = quantum;
        return true;
    }

    /// <summary>Something is to be sent.</summary>
    /// <returns>True where what was known is too old, and nothing is limited any more.</returns>
    public bool TryForget(Instant now)
    {
        if (Quantum == Unlimited || now - _fullAt < Memory)
        {
            return false;
        }

        Array.Clear(_rounds);
        _began = Instant.Never;
        Quantum = Unlimited;
        return true;
    }
}
