using Lamina.Core;
using Lamina.Wire.Tracing;

namespace Lamina.Ipc.Tracing;

/// <summary>
/// Traces a way hop by hop, and below each hop the way of the flow that it uses, down to the bearers. One question at a time:
/// a way that is asked for slowly is told whole, and costs its members little.
/// </summary>
/// <param name="target">The way.</param>
/// <param name="done">Called once, with the whole tree.</param>
public sealed class TraceWalk(TraceTarget target, Action<TracedPath, Instant> done) : ITraceSink
{
    private const int Attempts = 2;
    private const int MostSilent = 3;
    private const int MostQuestions = 1024;

    // Whoever waits for the end of it does not wait longer, however many hops are silent.
    private static readonly Duration Patience = Duration.FromSeconds(60);

    private readonly Stack<Level> _levels = [];
    private readonly TracedPath _root = new();
    private int _attempts;
    private int _questions;
    private Instant _deadline;

    /// <summary>Begins.</summary>
    public void Start(Instant now)
    {
        _deadline = now + Patience;
        _levels.Push(new Level(_root));
        Ask(now);
    }

    /// <inheritdoc/>
    void ITraceSink.HandleHop(TraceRecord record, Duration roundTrip, Instant now)
    {
        if (record is ProblemRecord { Problem: TraceProblem.NoAnswer or TraceProblem.Busy } && ++_attempts < Attempts)
        {
            Ask(now);
            return;
        }

        _attempts = 0;
        Level level = _levels.Peek();
        var hop = new TracedHop(level.Number, record, roundTrip);
        level.Path.Add(hop);
        bool isSilent = record is ProblemRecord { Problem: TraceProblem.NoAnswer or TraceProblem.Busy };
        level.Silent = isSilent ? level.Silent + 1 : 0;
        if (record is MemberRecord { IsEnd: false, Taken: not null } && !level.Path.IsLoop && level.Number < byte.MaxValue)
        {
            level.Number++;
            Descend(hop);
        }
        else if (isSilent && level.Number > 0 && level.Silent < MostSilent && level.Number < byte.MaxValue)
        {
            level.Number++;
        }
        else
        {
            // This way is told: the one above stands at its next hop already.
            _levels.Pop();
        }

        Ask(now);
    }

    private void Descend(TracedHop hop)
    {
        if (_levels.Count < TraceHeader.MaxDepth)
        {
            hop.Below = new TracedPath();
            _levels.Push(new Level(hop.Below));
        }
    }

    private void Ask(Instant now)
    {
        if (_levels.Count == 0 || ++_questions > MostQuestions || now > _deadline)
        {
            done(_root, now);
            return;
        }

        // The levels above stand at their next hop: the one whose flow this is, is the hop before.
        Span<byte> hops = stackalloc byte[TraceHeader.MaxDepth];
        int at = _levels.Count;
        bool isLast = true;
        foreach (Level level in _levels)
        {
            hops[--at] = (byte)(isLast ? level.Number : level.Number - 1);
            isLast = false;
        }

        target.Ask(hops[.._levels.Count], this, now);
    }

    private sealed class Level(TracedPath path)
    {
        public TracedPath Path { get; } = path;

        /// <summary>The hop to ask for next.</summary>
        public int Number { get; set; }

        /// <summary>Hops in a row that did not answer.</summary>
        public int Silent { get; set; }
    }
}
