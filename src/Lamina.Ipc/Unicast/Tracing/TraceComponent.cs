using Lamina.Core;
using Lamina.Ipc.Tracing;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Control;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Wire.DataTransfer;
using Lamina.Wire.Tracing;

namespace Lamina.Ipc.Unicast.Tracing;

/// <summary>
/// Component 3 of data transfer: answers where a packet would go next, passes questions down to the flow that it would go over,
/// and asks for others. Members trust each other in this, as in routing; answers are bounded in number and length.
/// </summary>
internal sealed class TraceComponent(Membership membership, StackAccess stack, DataTransferMachine data, TraceReader reader)
{
    private const int MostPending = 64;
    private const int MostAnswers = 256;

    private static readonly Duration AnswerInterval = Duration.FromMilliseconds(1000 / 128);

    private readonly Dictionary<ulong, PendingQuestion> _pending = [];
    private readonly AdjacencyTable _adjacencies = reader.Adjacencies;
    private Instant _paidUntil;
    private bool _isShutDown;

    public MachineContext Context => stack.Context;

    /// <summary>What it has answered and dropped.</summary>
    public TraceCounters Counters { get; } = new();

    /// <summary>Asks for a hop of the way to a member; see <see cref="TraceTarget.Ask"/>.</summary>
    public void Ask(in TracedFlow flow, ReadOnlySpan<byte> hops, ITraceSink sink, Instant now)
    {
        if (hops[0] == 0)
        {
            Resolve(flow, hops[1..], Address.None, sink, now);
            return;
        }

        if (_isShutDown || _pending.Count >= MostPending)
        {
            PostedHop.Post(Context, sink, new ProblemRecord(TraceProblem.Busy));
            return;
        }

        ulong cookie = Context.Random.NextUInt64();
        _pending[cookie] = new PendingQuestion(this, cookie, sink, hops.Length == 1, hops.Length, now);
        Span<byte> message = stackalloc byte[Math.Min(TraceHeader.QuestionLength, membership.Parameters.MaxPacketSize)];
        if (new TraceQuestion(flow.Spread, cookie, membership.Address, hops[1..]).TryWrite(message))
        {
            data.SendMessage(flow.Destination, DataTransferHeader.TraceEid, message, flow.Cube, hops[0]);
        }
    }

    /// <summary>A message for this component, or a question whose packet has no hops left.</summary>
    public void HandleMessage(in DataTransferHeader header, ReadOnlySpan<byte> message, Instant now)
    {
        if (TraceQuestion.TryRead(message, out TraceQuestion question))
        {
            if (!TryTakeAnswer(now))
            {
                Counters.Limited++;
                return;
            }

            var flow = new TracedFlow(header.Destination, header.Cube, question.Spread);
            var relay = new QuestionRelay(this, question.Cookie, question.Asker, message.Length);
            Resolve(flow, question.Below, _adjacencies.Receiving?.Neighbour.Address ?? Address.None, relay, now);
        }
        else if (header.Destination == membership.Address && TraceAnswer.TryRead(message, out TraceAnswer answer))
        {
            Counters.Unasked += _pending.ContainsKey(answer.Cookie) ? 0 : 1;
            _pending.GetValueOrDefault(answer.Cookie)?.HandleAnswer(answer, now);
        }
        else
        {
            Counters.Malformed++;
        }
    }

    /// <summary>Sends an answer, not longer than what it answers.</summary>
    public void Answer(Address asker, int mostLength, TraceAnswer answer)
    {
        Span<byte> message = stackalloc byte[Math.Min(mostLength, TraceHeader.QuestionLength)];
        int length = answer.Write(message);
        if (length > 0 && !_isShutDown)
        {
            Counters.Answered++;
            data.SendMessage(asker, DataTransferHeader.TraceEid, message[..length]);
        }
    }

    public void Forget(ulong cookie) => _pending.Remove(cookie);

    /// <summary>Who waits hears that there is no answer.</summary>
    public void Shutdown(Instant now)
    {
        _isShutDown = true;
        foreach (PendingQuestion question in _pending.Values.ToArray())
        {
            question.HandleTimeout(now);
        }
    }

    /// <summary>A question that has come as far as this member.</summary>
    private void Resolve(in TracedFlow flow, ReadOnlySpan<byte> below, Address cameBy, ITraceSink sink, Instant now)
    {
        if (below.IsEmpty)
        {
            PostedHop.Post(Context, sink, reader.Read(flow, cameBy));
        }
        else if (reader.FlowTowards(flow) is not { } lower)
        {
            PostedHop.Post(Context, sink, new ProblemRecord(TraceProblem.NoWay));
        }
        else if (stack.TargetOf(lower) is { } target)
        {
            target.Ask(below, sink, now);
        }
        else
        {
            PostedHop.Post(Context, sink, new ProblemRecord(TraceProblem.Untold));
        }
    }

    private bool TryTakeAnswer(Instant now)
    {
        Instant next = Instant.Max(_paidUntil, now) + AnswerInterval;
        if (next - now > AnswerInterval * MostAnswers)
        {
            return false;
        }

        _paidUntil = next;
        return true;
    }
}
