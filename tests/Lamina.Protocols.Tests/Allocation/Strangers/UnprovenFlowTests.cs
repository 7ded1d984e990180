using Lamina.Core;
using Lamina.Wire.Allocation;

namespace Lamina.Protocols.Tests.Allocation.Strangers;

/// <summary>What a flow says to a requester that has shown nothing.</summary>
public sealed class UnprovenFlowTests : AllocatorPair
{
    [Fact]
    public void A_requester_that_never_speaks_again_is_sent_no_more_than_three_times_what_it_sent()
    {
        AcceptAll(B, new byte[900]);
        var crowd = new Crowd(Link, B, Oping);
        crowd.Ask(2000);
        Link.RunFor(Duration.FromSeconds(60));
        Assert.InRange(crowd.WorstRatio, 0.1, 3);
        Assert.Equal(0, crowd.Replies);
        Assert.Equal(0, B.Allocator.FlowCount + B.Allocator.UnprovenCount + B.Context.Timers.Count);
    }

    [Fact]
    public void An_answer_that_is_too_long_for_that_comes_to_who_shows_a_cookie()
    {
        AcceptAll(B, new byte[1000]);
        A.OnMessage = message => message.Length == 480 ? message[..80] : message;
        RecordingSink sink = Ask();
        Link.RunFor(Duration.FromMilliseconds(30));
        Assert.Equal(1000, sink.Data?.Length);
        Assert.Equal((1, 1), (B.Allocator.Counters.CookiesAsked, B.Allocator.Counters.CookiesShown));
    }

    [Fact]
    public void An_acceptor_that_speaks_first_has_no_credit_until_its_requester_has_shown_itself_and_is_told_then()
    {
        var user = new RecordingUser();
        LowerFlow? flow = null;
        B.OnArrival = arrival => flow = arrival.Accept([], user, Link.Now);
        RecordingSink sink = Ask();
        Link.RunFor(Duration.FromMilliseconds(6));
        Assert.Equal(0, flow!.Credit);
        Assert.Empty(user.Events);
        Link.RunFor(Duration.FromMilliseconds(80));
        Assert.Equal([(FlowEvent.Writable, CloseReason.None)], user.Events);
        Assert.True(flow.Credit > 0);
        B.Send(flow, 7);
        Link.RunFor(Duration.FromMilliseconds(10));
        Assert.Equal([[7]], sink.User.Packets);
    }

    [Fact]
    public void A_confirmation_that_is_lost_is_asked_for_until_it_comes()
    {
        // The answer is long, so that it is not repeated often: what asks is a cookie then.
        AcceptAll(B, new byte[500]);
        int confirms = 0;
        A.OnMessage = message => (AllocationKind)message[1] == AllocationKind.Confirm && ++confirms < 6 ? null : message;
        RecordingSink sink = Ask();
        Link.RunFor(Duration.FromSeconds(8));
        Assert.NotNull(sink.Flow);
        Assert.Equal(6, confirms);
        Assert.Equal((0, 0), (B.Allocator.PendingCount, B.Allocator.UnprovenCount));
    }

    [Fact]
    public void Cookies_thrown_at_a_requester_do_not_make_it_a_fountain()
    {
        B.OnArrival = _ => { };
        ulong eid = 0;
        A.OnMessage = message =>
        {
            eid = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(message.AsSpan(2));
            return null;
        };
        Ask();
        int before = 0;
        A.OnMessage = _ =>
        {
            before++;
            return null;
        };
        byte[] bytes = new byte[64];
        for (int i = 0; i < 100; i++)
        {
            byte[] cookie = new byte[16];
            cookie[0] = (byte)i;
            int length = new CookiePdu { SourceAddress = 12, RequesterEid = eid, Cookie = cookie }.Write(bytes, 4);
            A.Allocator.HandleMessage(bytes.AsSpan(0, length), default, Link.Now);
        }

        Assert.Equal(4, before);
    }
}
