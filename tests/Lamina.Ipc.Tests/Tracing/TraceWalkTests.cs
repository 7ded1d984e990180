using Lamina.Core;
using Lamina.Ipc.Tracing;
using Lamina.Wire.Tracing;

namespace Lamina.Ipc.Tests.Tracing;

/// <summary>A walk ends whatever it is told.</summary>
public class TraceWalkTests
{
    [Fact]
    public void A_member_that_comes_twice_is_a_loop_and_ends_it()
    {
        TracedPath path = Walk(hops => hops.Length > 1 ? new LocalRecord("lo", "lo") : Member((ulong)(hops[0] % 3) + 1));
        Assert.True(path.IsLoop);
        Assert.False(path.IsComplete);
        Assert.Equal(4, path.Hops.Count);
    }

    [Fact]
    public void Three_silent_hops_in_a_row_end_it_and_one_does_not()
    {
        Assert.Equal(5, Walk(hops => hops.Length > 1 ? Silent : hops[0] < 2 ? Member(hops[0] + 1u) : Silent).Hops.Count);

        TracedPath path = Walk(hops => hops.Length > 1 ? Silent : hops[0] == 1 ? Silent : Member(hops[0] + 1u) with { IsEnd = hops[0] == 2 });
        Assert.True(path.IsComplete);
        Assert.Equal(3, path.Hops.Count);
    }

    [Fact]
    public void Each_silent_question_is_asked_twice()
    {
        List<string> asked = [];
        Walk(hops =>
        {
            asked.Add(Convert.ToHexString(hops));
            return hops is [0] ? Member(1) : Silent;
        });
        Assert.Equal(["00", "0000", "0000", "01", "01", "02", "02", "03", "03"], asked);
    }

    [Fact]
    public void Ways_without_end_at_every_depth_end_with_the_questions()
    {
        int questions = 0;
        ulong address = 0;
        TracedPath path = Walk(hops =>
        {
            Assert.InRange(hops.Length, 1, TraceHeader.MaxDepth);
            Assert.True(++questions <= 1024, "too many questions");
            return Member(++address);
        });
        Assert.False(path.IsComplete);
        Assert.Equal(1024, questions);
    }

    [Fact]
    public void It_takes_a_minute_at_most()
    {
        TracedPath path = Walk(hops => hops.Length > 1 ? Silent : Member(hops[0] + 1u), Duration.FromSeconds(7));
        Assert.False(path.IsComplete);
        Assert.InRange(path.Hops.Count, 2, 5);
    }

    private static ProblemRecord Silent { get; } = new(TraceProblem.NoAnswer);

    private static MemberRecord Member(ulong address) => new("net", $"m{address}", new Address(address))
    {
        HasRoute = true,
        NextHops = [new TraceNextHop(new Address(address + 1), "next", false, true, true)],
    };

    private static TracedPath Walk(Func<byte[], TraceRecord> answer, Duration perQuestion = default)
    {
        var target = new ScriptedTarget(answer);
        TracedPath? path = null;
        new TraceWalk(target, (traced, _) => path = traced).Start(Instant.Zero);
        target.Run(() => path is not null, perQuestion);
        return path!;
    }

    private sealed class ScriptedTarget(Func<byte[], TraceRecord> answer) : TraceTarget
    {
        private readonly Queue<(byte[] Hops, ITraceSink Sink)> _asked = new();

        public override void Ask(ReadOnlySpan<byte> hops, ITraceSink sink, Instant now) => _asked.Enqueue((hops.ToArray(), sink));

        public void Run(Func<bool> isDone, Duration perQuestion)
        {
            Instant now = Instant.Zero;
            while (!isDone())
            {
                (byte[] hops, ITraceSink sink) = _asked.Dequeue();
                now += perQuestion;
                sink.HandleHop(answer(hops), Duration.Zero, now);
            }
        }
    }
}
