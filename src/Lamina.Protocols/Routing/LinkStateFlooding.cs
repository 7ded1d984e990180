using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>
/// Tells the layer what links this member has, and spreads what others tell: so that all members know the same. Design:
/// docs/design/ROUTING.md.
/// </summary>
public sealed class LinkStateFlooding
{
    /// <summary>The longest lifetime that is believed: as long as the origin of a full database gives itself.</summary>
    public static readonly Duration LongestLifetime = Duration.FromSeconds(3 * LinkStateDatabase.DefaultCapacity);

    private static readonly Duration ShortestRefresh = Duration.FromSeconds(600);
    private static readonly Duration RefreshWait = Duration.FromSeconds(2);
    private static readonly Duration LastWordLifetime = Duration.FromSeconds(120);

    // A beginning whose summary was lost on its way must not count as one for long; a surplus answer only costs a message.
    private static readonly Duration BeginningTime = Duration.FromSeconds(5);

    private readonly Address _self;
    private readonly ulong _instance;
    private readonly bool _isRouter;
    private readonly PeerIdentity _speaker;
    private readonly ILinkStateUser _user;
    private readonly IRandomSource _random;
    private readonly FlapDamper _damper = new();
    private readonly SortedList<Address, FloodOutbox> _outboxes = [];
    private Link[] _up = [];
    private Link[] _announced = [];
    private ulong _sequence;
    private Instant _refresh;
    private Instant _refreshes = Instant.Zero;
    private Instant _release = Instant.Never;

    /// <summary>Begins with a member that has no links.</summary>
    /// <param name="self">Its address.</param>
    /// <param name="instance">Random number of its membership.</param>
    /// <param name="isRouter">True where it only forwards.</param>
    /// <param name="user">Who sends for it, and follows.</param>
    /// <param name="random">For what should not happen everywhere at once.</param>
    /// <param name="now">The present.</param>
    /// <param name="speaker">Who it is, in a secure layer.</param>
    public LinkStateFlooding(
        Address self, ulong instance, bool isRouter, ILinkStateUser user, IRandomSource random, Instant now, PeerIdentity speaker = default)
    {
        _speaker = speaker;
        _self = self;
        _instance = instance;
        _isRouter = isRouter;
        _user = user;
        _random = random;

        // Not from 1: an earlier life under this address may have said something else under the same small number, and who
        // compares numbers only would keep that for the truth.
        _sequence = random.NextUInt64() >> 32;
        Originate(isNews: true, now);
    }

    /// <summary>What is known of the layer.</summary>
    public LinkStateDatabase Database { get; } = new();

    /// <summary>When <see cref="HandleTimeout"/> has something to do.</summary>
    public Instant NextTimeout
    {
        get
        {
            Instant next = Instant.Min(Instant.Min(_refresh, _release), Database.NextExpiry);
            for (int i = 0; i < _outboxes.Count; i++)
            {
                next = Instant.Min(next, _outboxes.GetValueAtIndex(i).Due);
            }

            return next;
        }
    }

    /// <summary>The links of this member have changed.</summary>
    /// <param name="links">All that carry packets now, in the order of the neighbours' addresses.</param>
    /// <param name="now">The present.</param>
    public void HandleLinks(Link[] links, Instant now)
    {
        foreach (Link link in _up)
        {
            if (!Array.Exists(links, other => other.Neighbour == link.Neighbour))
            {
                _damper.HandleDown(link.Neighbour, now);
            }
        }

        _up = links;
        Announce(now);
    }

    /// <summary>There is a new flow to talk to a neighbour over; what was sent before may be lost.</summary>
    public void HandleTalkBegins(Address neighbour, Instant now)
    {
        _outboxes[neighbour] = new FloodOutbox { ExpectsSummaryUntil = now + BeginningTime };
        SendSummaries(neighbour, isAnswer: false);
    }

    /// <summary>There is no flow to talk to a neighbour over any more.</summary>
    public void HandleTalkEnds(Address neighbour) => _outboxes.Remove(neighbour);

    /// <summary>
    /// A neighbour says what it knows: it gets what it lacks, at once. Where it begins to talk and this side has not, what it
    /// sent before may be lost, so it is told what is known here.
    /// </summary>
    public void HandleSummary(Address neighbour, LinkStateSummary summary, Instant now)
    {
        _outboxes.TryGetValue(neighbour, out FloodOutbox? outbox);
        var lacking = new List<LinkState>();
        int place = 0;
        foreach (LinkState state in Database.All)
        {
            if (state.Origin.CompareTo(summary.First) < 0 || state.Origin.CompareTo(summary.Last) > 0)
            {
                continue;
            }

            while (place < summary.Known.Count && summary.Known[place].Origin.CompareTo(state.Origin) < 0)
            {
                place++;
            }

            bool isKnown = place < summary.Known.Count && summary.Known[place].Origin == state.Origin;
            ulong theirs = isKnown ? summary.Known[place].Sequence : 0;
            bool isOther = theirs == state.Sequence && summary.Known[place].Mark != state.Mark;
            if (theirs < state.Sequence || isOther)
            {
                lacking.Add(state);
            }

            if (theirs > state.Sequence && state.Origin == _self)
            {
                Outlive(theirs, now);
                lacking.Add(Database.All[Database.PlaceOf(_self)]);
            }

            outbox?.Remove(state.Origin);
        }

        if (lacking.Count > 0)
        {
            _user.SendStates(neighbour, lacking, now);
        }

        if (outbox is not null)
        {
            AnswerSummary(neighbour, outbox, summary, now);
        }
    }

    /// <summary>Link states of a neighbour.</summary>
    public void HandleStates(Address neighbour, IReadOnlyList<LinkState> states, Instant now)
    {
        _outboxes.TryGetValue(neighbour, out FloodOutbox? outbox);
        foreach (LinkState state in states)
        {
            HandleState(neighbour, outbox, state, now);
        }
    }

    /// <summary>Time has come.</summary>
    public void HandleTimeout(Instant now)
    {
        if (_release <= now)
        {
            Announce(now);
        }

        if (_refresh <= now)
        {
            Originate(isNews: false, now);
        }

        if (Database.Expire(now))
        {
            _user.HandleGraphChanged(isNear: false, now);
        }

        for (int i = 0; i < _outboxes.Count; i++)
        {
            FloodOutbox outbox = _outboxes.GetValueAtIndex(i);
            if (outbox.Due <= now)
            {
                _user.SendStates(_outboxes.GetKeyAtIndex(i), outbox.Take(Database, now), now);
            }
        }
    }

    /// <summary>
    /// A last word to the neighbours: once and at once, since the flows end next. Who misses it sees the flows end, and forgets
    /// this member when its link state expires.
    /// </summary>
    public void Leave(Instant now)
    {
        LinkState[] lastWord = [new(_self, _sequence + 1, [], now + LastWordLifetime) { IsRouter = _isRouter, IsLeaving = true, Instance = _instance, Speaker = _speaker }];
        foreach (Address neighbour in _outboxes.Keys)
        {
            _user.SendStates(neighbour, lastWord, now);
        }
    }

    // An answer is never answered, and of a beginning in several parts the first alone: so it ends whatever comes.
    private void AnswerSummary(Address neighbour, FloodOutbox outbox, LinkStateSummary summary, Instant now)
    {
        if (summary.IsAnswer || summary.First != Address.None)
        {
            return;
        }

        bool isExpected = now < outbox.ExpectsSummaryUntil;
        outbox.ExpectsSummaryUntil = Instant.Zero;
        if (!isExpected)
        {
            SendSummaries(neighbour, isAnswer: true);
        }
    }

    private void SendSummaries(Address neighbour, bool isAnswer)
    {
        foreach (LinkStateSummary summary in LinkStateSummary.Of(Database))
        {
            _user.SendSummary(neighbour, summary with { IsAnswer = isAnswer });
        }
    }

    private void HandleState(Address neighbour, FloodOutbox? outbox, LinkState state, Instant now)
    {
        if (state.Origin == _self)
        {
            HandleOwnAddress(state, now);
            return;
        }

        bool isKnown = Database.TryGet(state.Origin, out LinkState known);
        switch (Database.Offer(state))
        {
            case LinkStateVerdict.Newer:
                bool isNews = !isKnown || !known.SaysSameAs(state);
                Spread(state.Origin, neighbour, isNews, now);
                if (isNews)
                {
                    _user.HandleGraphChanged(IsNear(known, state), now);
                }

                if (state.IsLeaving)
                {
                    _user.HandleMemberLeft(state.Origin, now);
                }

                break;
            case LinkStateVerdict.Same:
                outbox?.Remove(state.Origin);
                break;
            case LinkStateVerdict.Older:
                outbox?.AddNews(state.Origin, now);
                break;
        }
    }

    private void HandleOwnAddress(LinkState state, Instant now)
    {
        int other = LinkState.Compare(_speaker, state.Speaker);
        ulong rival = other == 0 ? state.Instance : other > 0 ? 0 : ulong.MaxValue;
        if ((other != 0 || state.Instance != _instance) && !state.IsLeaving && !_user.TryKeepAddress(rival, now))
        {
            return;
        }

        // Nobody takes another owner's word for newer than this one's, so it needs no answer but to be said again.
        if (other != 0)
        {
            Originate(isNews: true, now);
            return;
        }

        // What is newer than all that this member said is outlived: it must not stay as its word.
        if ((state.Sequence, state.Instance).CompareTo((_sequence, _instance)) > 0)
        {
            Outlive(state.Sequence, now);
        }
    }

    // Somebody remembers an earlier life under this address: go on from there.
    private void Outlive(ulong sequence, Instant now)
    {
        _sequence = sequence;
        Originate(isNews: true, now);
    }

    private bool IsNear(LinkState? before, LinkState after)
    {
        LinkWeights said = default;
        bool was = before is not null && before.TryGetLink(_self, out said);
        bool isNow = after.TryGetLink(_self, out LinkWeights says);
        return was != isNow || said != says;
    }

    private void Announce(Instant now)
    {
        _release = Instant.Never;
        var links = new List<Link>(_up.Length);
        foreach (Link link in _up)
        {
            Instant usable = _damper.UsableFrom(link.Neighbour, now);
            if (usable <= now)
            {
                links.Add(link);
            }
            else
            {
                _release = Instant.Min(_release, usable);
            }
        }

        if (!links.SequenceEqual(_announced))
        {
            _announced = [.. links];
            Originate(isNews: true, now);
        }
    }

    private void Originate(bool isNews, Instant now)
    {
        var refresh = Duration.Max(ShortestRefresh, Duration.FromSeconds(Database.Count));
        _refresh = now + Jitter.Between(refresh * 3 / 4, refresh, _random);
        _sequence++;
        Database.Offer(new LinkState(_self, _sequence, _announced, now + (refresh * 3)) { IsRouter = _isRouter, Instance = _instance, Speaker = _speaker });
        Spread(_self, null, isNews, now);
        if (isNews)
        {
            _user.HandleGraphChanged(isNear: true, now);
        }
    }

    /// <summary>
    /// Refreshes wait 2 to 4 s: of both ends of a link, which hear one from elsewhere at the same time, one is the first, and the
    /// other need not say it any more. To all neighbours at once: a quiet member with many of them wakes once.
    /// </summary>
    private Instant NextRefreshes(Instant now)
    {
        if (_refreshes <= now)
        {
            _refreshes = now + Jitter.Between(RefreshWait, RefreshWait * 2, _random);
        }

        return _refreshes;
    }

    private void Spread(Address origin, Address? except, bool isNews, Instant now)
    {
        for (int i = 0; i < _outboxes.Count; i++)
        {
            FloodOutbox outbox = _outboxes.GetValueAtIndex(i);
            if (_outboxes.GetKeyAtIndex(i) == except)
            {
                outbox.Remove(origin);
            }
            else if (isNews)
            {
                outbox.AddNews(origin, now);
            }
            else
            {
                outbox.AddRefresh(origin, NextRefreshes(now));
            }
        }
    }
}
