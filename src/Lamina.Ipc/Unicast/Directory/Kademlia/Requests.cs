using Google.Protobuf;
using Lamina.Core;
using Lamina.Wire.Directory;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>
/// The questions that are open: repeats what is late, gives up what is silent, and finds the question of an answer by its
/// cookie. What is many at once (stores) waits for a place in a window, so that no queue below overflows.
/// </summary>
internal sealed class Requests(Contacts contacts, MachineContext context, IDirectoryTransport transport, DirectoryCounters counters)
{
    private const int Window = 64;
    private const int MaxWaiting = 8192;

    private readonly Dictionary<ulong, Request> _open = [];
    private readonly Queue<Request> _waiting = new();
    private readonly List<Request> _due = [];
    private readonly AnswerTime _answerTime = new();

    /// <summary>No later than the earliest thing to do.</summary>
    public Instant NextTimeout { get; private set; } = Instant.Never;

    /// <summary>Asks now.</summary>
    public void Start(Request request, Instant now)
    {
        request.Cookie = context.Random.NextUInt64();
        request.Sent = now;
        _open[request.Cookie] = request;
        Send(request, now);
    }

    /// <summary>Asks when there is a place.</summary>
    /// <returns>False where too many wait already: it is dropped.</returns>
    public bool TryEnqueue(Request request, Instant now)
    {
        if (_open.Count < Window)
        {
            Start(request, now);
            return true;
        }

        if (_waiting.Count == MaxWaiting)
        {
            counters.RequestDrops++;
            return false;
        }

        _waiting.Enqueue(request);
        return true;
    }

    /// <summary>An answer.</summary>
    /// <returns>False where it is of the wrong kind; one that comes too late, or twice, is none to complain of.</returns>
    public bool TryHandleAnswer(Address sender, DirectoryMessage answer, Instant now)
    {
        if (!_open.TryGetValue(answer.Cookie, out Request? request) || request.Target.Member != sender)
        {
            return true;
        }

        // Gone before its user hears of it: the user may ask again.
        _open.Remove(answer.Cookie);
        if (!request.TryHandleAnswer(answer, now))
        {
            _open.Add(answer.Cookie, request);
            return false;
        }

        _answerTime.Add(now - request.Sent);
        StartWaiting(now);
        return true;
    }

    public void HandleTimeout(Instant now)
    {
        if (NextTimeout > now)
        {
            return;
        }

        NextTimeout = Instant.Never;
        foreach (Request request in _open.Values)
        {
            if (request.Due <= now)
            {
                _due.Add(request);
            }
            else
            {
                NextTimeout = Instant.Min(NextTimeout, request.Due);
            }
        }

        foreach (Request request in _due)
        {
            HandleLate(request, now);
        }

        _due.Clear();
        StartWaiting(now);
    }

    public void Shutdown()
    {
        _open.Clear();
        _waiting.Clear();
        NextTimeout = Instant.Never;
    }

    private void HandleLate(Request request, Instant now)
    {
        bool isReachable = contacts.IsMember(request.Target.Member);
        if (isReachable && request.Attempts < request.MaxAttempts)
        {
            Send(request, now);
            request.HandleSlow(now);
            return;
        }

        // Who is not on the list any more is gone already; who is and keeps silent is doubted.
        counters.Unanswered++;
        _open.Remove(request.Cookie);
        contacts.Table.Fail(request.Target);
        request.HandleSilence(now);
    }

    private void StartWaiting(Instant now)
    {
        while (_open.Count < Window && _waiting.TryDequeue(out Request? request))
        {
            Start(request, now);
        }
    }

    private void Send(Request request, Instant now)
    {
        var message = new DirectoryMessage { Sender = contacts.Self.Member.Value, Cookie = request.Cookie };
        request.Write(message, now);
        counters.Sent++;
        transport.SendDirectoryMessage(request.Target.Member, message.ToByteArray());
        request.Due = now + (_answerTime.Limit * (1L << request.Attempts));
        request.Attempts++;
        NextTimeout = Instant.Min(NextTimeout, request.Due);
    }
}
