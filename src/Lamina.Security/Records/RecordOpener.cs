using Lamina.Core;

namespace Lamina.Security.Records;

/// <summary>
/// Opens what comes: each record once, of the present phase, of the one before it for a while, or of a later one, which then is the
/// present. Whatever else comes changes nothing, and costs little.
/// </summary>
public sealed class RecordOpener : IDisposable
{
    // Phases on the wire are modulo 256: the nearer half of those ahead is the future.
    private const int MostAhead = 127;
    private const int OneBehind = 255;

    // A peer whose packets were held up on the way may seem to turn so often at once.
    private const int TurnsAtOnce = 4;

    private static readonly Duration LeapPause = Duration.FromSeconds(1);

    private readonly RecordBounds _bounds;
    private CipherSlot _current;
    private CipherSlot? _former;
    private CipherSlot? _next;
    private ReplayWindow _window;
    private ReplayWindow _formerWindow;
    private Instant _formerEnds;
    private Instant _turnsPaid;
    private Instant _nextLeap;

    internal RecordOpener(CipherSlot first, RecordBounds bounds)
    {
        _current = first;
        _bounds = bounds;
    }

    // Half of the sender's, for packets that were held up.
    private Duration TurnInterval => _bounds.LeastTime / 2;

    /// <summary>Which key; the wire has its lowest 8 bits.</summary>
    public long Phase { get; private set; }

    /// <summary>Looks at a record, and opens it in place where it is good; of no meaning where it is not.</summary>
    public RecordVerdict Open(Span<byte> record, Instant now)
    {
        if (!RecordHeader.TryRead(record, out byte phase, out ulong counter))
        {
            return RecordVerdict.NotAuthentic;
        }

        int ahead = (byte)(phase - (byte)Phase);
        if (ahead == 0)
        {
            return Open(_current, ref _window, Phase, counter, record);
        }

        if (ahead == OneBehind)
        {
            ForgetFormer(now);
            return _former is null ? RecordVerdict.NotAuthentic : Open(_former, ref _formerWindow, Phase - 1, counter, record);
        }

        return ahead <= MostAhead ? OpenAhead(ahead, counter, record, now) : RecordVerdict.NotAuthentic;
    }

    /// <summary>Zeroes the keys.</summary>
    public void Dispose()
    {
        _current.Dispose();
        _former?.Dispose();
        _next?.Dispose();
    }

    private static bool TryOpen(CipherSlot slot, ulong counter, Span<byte> record)
    {
        Span<byte> text = RecordHeader.TextOf(record);
        return slot.Cipher().TryOpen(counter, [], text, RecordHeader.TagOf(record), text);
    }

    private static RecordVerdict Open(CipherSlot slot, ref ReplayWindow window, long phase, ulong counter, Span<byte> record)
    {
        bool isGreeting = counter == RecordSealer.GreetingCounter && phase == 0;
        if (!isGreeting && !window.IsNew(counter))
        {
            return RecordVerdict.Replayed;
        }

        if (!TryOpen(slot, counter, record))
        {
            return RecordVerdict.NotAuthentic;
        }

        if (isGreeting)
        {
            // Nothing is in it, so it may come again.
            return record.Length == RecordHeader.Length ? RecordVerdict.Greeting : RecordVerdict.NotAuthentic;
        }

        window.Mark(counter);
        return RecordVerdict.Opened;
    }

    private RecordVerdict OpenAhead(int ahead, ulong counter, Span<byte> record, Instant now)
    {
        if (now + (TurnInterval * (TurnsAtOnce - 1)) < _turnsPaid || (ahead > 1 && now < _nextLeap))
        {
            return RecordVerdict.NotAuthentic;
        }

        // The next secret is made once, whoever asked for it; those behind it for each try.
        CipherSlot slot = ahead == 1 ? _next ??= _current.Following() : _current.Following(ahead);
        if (!TryOpen(slot, counter, record))
        {
            if (ahead > 1)
            {
                _nextLeap = now + LeapPause;
                slot.Dispose();
            }

            return RecordVerdict.NotAuthentic;
        }

        _turnsPaid = Instant.Max(_turnsPaid, now) + TurnInterval;
        Turn(slot, ahead, now);
        _window.Mark(counter);
        return RecordVerdict.Opened;
    }

    private void Turn(CipherSlot slot, int ahead, Instant now)
    {
        _former?.Dispose();
        if (ahead == 1)
        {
            _former = _current;
            _formerWindow = _window;
            _formerEnds = now + _bounds.LeastTime;
        }
        else
        {
            _current.Dispose();
            _next?.Dispose();
            _former = null;
        }

        _current = slot;
        _next = null;
        _window = default;
        Phase += ahead;
    }

    private void ForgetFormer(Instant now)
    {
        if (now >= _formerEnds)
        {
            _former?.Dispose();
            _former = null;
        }
    }
}
