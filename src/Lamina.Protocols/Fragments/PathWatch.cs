using Lamina.Core;

namespace Lamina.Protocols.Fragments;

/// <summary>
/// What the path below an adjacency carries: found by asking its other end, watched while it is in use, and asked for more now and then
/// where it carries less than wanted (RFC 8899 in its ideas, docs/design/FRAGMENTS.md). Nothing runs while nothing long is sent: the
/// packet path calls <see cref="HandleUse"/> whenever <see cref="IsWatched"/> is false.
/// </summary>
public sealed class PathWatch : ITimed
{
    /// <summary>Bytes that every path is taken to carry: 576 of IPv4 less the headers of udp and some room. Shorter packets are not watched.</summary>
    public const int CommonFloor = 512;

    // So many short questions must be answered before silence to the long ones is about the length.
    private const int ShortAnswers = 2;

    // Where nothing was answered by then, there are more urgent questions.
    private const int EnoughRounds = 4;

    private static readonly Duration FirstRaise = Duration.FromSeconds(10);
    private static readonly Duration LongestRaise = Duration.FromSeconds(600);

    private readonly MachineContext _context;
    private readonly MachineTimer _timer;
    private readonly PathPace _pace;
    private readonly PartCounters _counters;
    private SizeSearch? _search;
    private Duration _raisePause = FirstRaise;
    private Instant _raiseAt;
    private Instant _quietUntil;
    private ulong _cookie;
    private int _asked;
    private int _round;
    private int _shortAnswers;
    private bool _isAsking;
    private bool _isKnown;

    /// <summary>A path that nobody uses yet.</summary>
    /// <param name="context">What the domain's machines share.</param>
    /// <param name="floor">Bytes of a packet that it carries for certain.</param>
    /// <param name="top">Bytes of the longest packet of interest; where it is not above the floor, nothing is ever asked.</param>
    /// <param name="pace">How impatient to be.</param>
    /// <param name="counters">What was found out.</param>
    public PathWatch(MachineContext context, int floor, int top, PathPace pace, PartCounters counters)
    {
        _context = context;
        _pace = pace;
        _counters = counters;
        _timer = new MachineTimer(context.Timers, this);
        Floor = Math.Min(floor, top);
        Top = top;
        _isKnown = pace.IsBelieved;
        Sure = _isKnown ? Top : Floor;
        IsWatched = Floor == Top;
    }

    /// <summary>Who sends the questions; set before the first packet.</summary>
    public IPathWatchUser? User { get; set; }

    /// <summary>Bytes of a packet that arrives for certain, whatever happens.</summary>
    public int Floor { get; }

    /// <summary>Bytes of the longest packet that may be sent whole.</summary>
    public int Top { get; }

    /// <summary>Bytes of the longest packet that arrives whole, as far as is known. From <see cref="Floor"/> to <see cref="Top"/>.</summary>
    public int Sure { get; private set; }

    /// <summary>False: whoever sends a packet above the floor must say so.</summary>
    public bool IsWatched { get; private set; }

    /// <summary>A packet above the floor is sent. It may be called inside a call of the user: nothing is sent before the timer.</summary>
    public void HandleUse(Instant now)
    {
        if (IsWatched)
        {
            return;
        }

        IsWatched = true;
        Instant due = !_isKnown ? now
            : Sure == Top ? now + _pace.Watch
            : Sure == Floor ? _raiseAt
            : Instant.Min(now + _pace.Watch, _raiseAt);
        _timer.Set(Instant.Max(Instant.Max(now, _quietUntil), due));
    }

    /// <summary>The other end got a question.</summary>
    /// <param name="cookie">Of which search.</param>
    /// <param name="length">Bytes of the packet that came.</param>
    /// <param name="now">The present.</param>
    public void HandleAnswer(ulong cookie, int length, Instant now)
    {
        if (!_isAsking || cookie != _cookie || length > Top)
        {
            return;
        }

        if (length <= Floor || length < (_search?.Confirmed + 1 ?? _asked))
        {
            _shortAnswers++;
        }
        else if (_search is null)
        {
            Rest(now);
        }
        else
        {
            _search.Confirm(length);
            Sure = Math.Max(Sure, length);
            AskNext(now);
        }
    }

    /// <inheritdoc/>
    public void HandleTimeout(Instant now)
    {
        if (!_isAsking)
        {
            Begin(now);
        }
        else if (_search?.Confirmed > Floor && (_round < PathPace.Rounds ? _round == EnoughRounds && _shortAnswers == 0 : _shortAnswers < ShortAnswers))
        {
            // Maybe what did arrive does not any more.
            _search = null;
            _isKnown = true;
            AskFor(Sure, now);
        }
        else if (_round < PathPace.Rounds)
        {
            Ask(now);
        }
        else if (_shortAnswers < ShortAnswers)
        {
            // Nobody answers: that says nothing about lengths. What is to be done about it is decided elsewhere.
            _search = null;
            _quietUntil = now + _pace.Watch;
            Rest(now);
        }
        else if (_search is not null)
        {
            _search.Refuse(_asked);
            AskNext(now);
        }
        else
        {
            // What did arrive does not any more. Unless the questions had bad luck: the search asks for the top first.
            _counters.Holes++;
            Sure = Floor;
            _isKnown = false;
            _raisePause = FirstRaise;
            Begin(now);
        }
    }

    /// <summary>The flow is gone: nothing is asked any more.</summary>
    public void Retire()
    {
        _timer.Remove();
        _isAsking = false;
        IsWatched = true;
    }

    private void Begin(Instant now)
    {
        _cookie = _context.Random.NextUInt64();
        _isAsking = true;
        _search = !_isKnown ? new SizeSearch(Floor, Top)
            : Sure < Top && now >= _raiseAt ? new SizeSearch(Sure, Top)
            : null;
        if (_search is not null)
        {
            AskNext(now);
        }
        else
        {
            AskFor(Sure, now);
        }
    }

    private void AskNext(Instant now)
    {
        if (!_search!.IsOver)
        {
            AskFor(_search.Next, now);
            return;
        }

        _isKnown = true;
        _search = null;
        _raiseAt = now + _raisePause;
        _raisePause = Sure == Top ? FirstRaise : Duration.Min(_raisePause * 2, LongestRaise);
        Rest(now);
    }

    private void AskFor(int length, Instant now)
    {
        _asked = length;
        _round = 0;
        _shortAnswers = 0;
        Ask(now);
    }

    private void Ask(Instant now)
    {
        _timer.Set(now + _pace.AfterRound(_round));
        if (_round++ > 0)
        {
            _counters.Questions++;
            User?.SendSizeQuestion(_search?.Confirmed ?? Floor, _cookie, now);
        }

        _counters.Questions++;
        User?.SendSizeQuestion(_asked, _cookie, now);
    }

    // Until the next long packet.
    private void Rest(Instant now)
    {
        _quietUntil = Instant.Max(_quietUntil, now);
        _isAsking = false;
        IsWatched = false;
        _timer.Stop();
    }
}
