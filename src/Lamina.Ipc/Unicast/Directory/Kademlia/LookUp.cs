using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>
/// One search for the members nearest to a key, or for who serves a hash: which members it knows, nearest first, and how
/// far it is with each.
/// </summary>
internal sealed class LookUp(ulong key, NameHash? hash, bool isThorough, ILookUpUser user)
{
    private const int Parallel = 3;
    private const int MaxCandidates = 64;
    private const int MaxQuestions = 64;

    // With late ones about, so many answers from the nearest are enough: a name has eight homes.
    private const int EnoughAnswers = 3;

    private readonly List<Candidate> _candidates = [];
    private readonly SortedSet<Address> _found = [];
    private int _questions;

    /// <summary>Where it goes.</summary>
    public ulong Key { get; } = key;

    /// <summary>Who serves it is asked; null: only members are looked for.</summary>
    public NameHash? Hash { get; } = hash;

    /// <summary>Who hears of the end.</summary>
    public ILookUpUser User { get; } = user;

    /// <summary>Members that serve the hash, by address.</summary>
    public IReadOnlyCollection<Address> Found => _found;

    /// <summary>True where somebody has seen members come or go just now, or this member had when it began or ended.</summary>
    public bool IsUnsettled { get; set; }

    /// <summary>
    /// True where one of the nearest was silent: it, or others that it knows, may be homes. So it is also when this member is
    /// new, and those who hear it have no route to answer by.
    /// </summary>
    public bool HasGaps
    {
        get
        {
            int heard = 0;
            foreach (Candidate candidate in _candidates)
            {
                if (candidate.State == CandidateState.Silent)
                {
                    return true;
                }

                if (++heard == KeySpace.K)
                {
                    return false;
                }
            }

            return false;
        }
    }

    /// <summary>Longest chain of questions that waited for each other.</summary>
    public int Steps { get; private set; }

    /// <summary>True when it is over.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>A member that may be nearer.</summary>
    public void Add(in Contact contact, int depth)
    {
        int place = _candidates.Count;
        for (; place > 0; place--)
        {
            Contact before = _candidates[place - 1].Contact;
            if (before == contact)
            {
                return;
            }

            if (KeySpace.IsNearer(Key, before, contact))
            {
                break;
            }
        }

        if (_candidates.Count == MaxCandidates && _candidates[^1].State == CandidateState.New && place < MaxCandidates)
        {
            _candidates.RemoveAt(MaxCandidates - 1);
        }

        if (_candidates.Count < MaxCandidates)
        {
            _candidates.Insert(place, new Candidate(contact, depth));
        }
    }

    /// <summary>Whom to ask now, if anybody; it counts as asked from here on.</summary>
    public Candidate? NextQuestion()
    {
        int open = 0;
        int inWindow = 0;
        Candidate? next = null;
        foreach (Candidate candidate in _candidates)
        {
            if (candidate.State is CandidateState.Slow or CandidateState.Silent)
            {
                continue;
            }

            open += candidate.State == CandidateState.Asked ? 1 : 0;
            next ??= candidate.State == CandidateState.New && inWindow < KeySpace.K ? candidate : null;
            inWindow++;
        }

        if (next is null || open >= Parallel || _questions == MaxQuestions || HasEnded)
        {
            return null;
        }

        _questions++;
        next.State = CandidateState.Asked;
        Steps = Math.Max(Steps, next.Depth);
        return next;
    }

    /// <summary>A member has said what it knows.</summary>
    public void TakeAnswer(Candidate candidate, IEnumerable<Address> found, bool isUnsettled)
    {
        candidate.State = CandidateState.Answered;
        _found.UnionWith(found);
        IsUnsettled |= isUnsettled;
    }

    /// <summary>Looks whether it is over; true once.</summary>
    public bool TryEnd()
    {
        if (HasEnded)
        {
            return false;
        }

        HasEnded = (_found.Count > 0 && !isThorough) || HasAskedEnough();
        return HasEnded;
    }

    /// <summary>Ends it as it is: nobody needs to be asked.</summary>
    public void End() => HasEnded = true;

    /// <summary>The homes of the key: the nearest that were not silent, this member among them where it may be one.</summary>
    public List<Contact> Homes(Contact? self)
    {
        Span<Contact> places = stackalloc Contact[KeySpace.K];
        var nearest = new NearestList(Key, places);
        foreach (Candidate candidate in _candidates)
        {
            if (candidate.State != CandidateState.Silent)
            {
                nearest.Offer(candidate.Contact);
            }
        }

        if (self is { } own)
        {
            nearest.Offer(own);
        }

        return [.. nearest.Contacts];
    }

    private bool HasAskedEnough()
    {
        int answered = 0;
        int inWindow = 0;
        bool isLate = false;
        foreach (Candidate candidate in _candidates)
        {
            switch (candidate.State)
            {
                case CandidateState.Slow:
                    isLate = true;
                    break;
                case CandidateState.Silent:
                    break;
                case CandidateState.Answered:
                    answered++;
                    inWindow++;
                    break;
                case CandidateState.New when _questions == MaxQuestions:
                    break;
                default:
                    // Somebody in the window is yet to be heard.
                    return false;
            }

            if (inWindow == KeySpace.K)
            {
                break;
            }
        }

        return !isLate || answered >= EnoughAnswers;
    }
}
