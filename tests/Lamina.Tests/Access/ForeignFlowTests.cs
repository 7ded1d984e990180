using Lamina.Core;
using Lamina.Node.Attach;
using Lamina.Wire.Attach;

namespace Lamina.Tests.Access;

/// <summary>O9: numbers that are not a program's own, in every message that has one. Refused, counted, and no harm to whose flow it is.</summary>
public sealed class ForeignFlowTests
{
    [Theory]
    [InlineData("close")]
    [InlineData("accept")]
    [InlineData("refuse")]
    [InlineData("traffic")]
    [InlineData("pair failed, in words")]
    [InlineData("pair failed")]
    public async Task A_message_about_a_flow_that_was_never_given_ends_who_sends_it(string what)
    {
        await using SharingPair pair = await SharingPair.StartAsync();
        using var liar = new BareProgram(pair.Stacks.Socket);

        // The numbers of others are small; it guesses right.
        byte[] message = new byte[AttachProtocol.MaxMessageLength];
        liar.Send(message.AsSpan(0, what switch
        {
            "close" => new AttachEnd(AttachMessageType.Close, 1, CloseReason.Normal).Write(message),
            "accept" => new AttachAccept { Flow = 1, Data = [] }.Write(message),
            "refuse" => new AttachEnd(AttachMessageType.Refuse, 1, CloseReason.Refused).Write(message),
            "traffic" => new AttachTraffic(1, 1000, 1000, 1000, 1000).Write(message),
            "pair failed" => new AttachPair(AttachMessageType.PairFailed, 2, false).Write(message),
            _ => new AttachPair(AttachMessageType.PairFailed, 2, true).Write(message),
        }));
        liar.AwaitEnd();
        await AssertCountedAsync(pair.Stacks, 1);
        await pair.AssertWorksAsync();
    }

    [Fact]
    public async Task Memory_that_two_others_share_is_not_a_third_ones_to_give_up()
    {
        await using SharingPair pair = await SharingPair.StartAsync();
        using var liar = new BareProgram(pair.Stacks.Socket);
        byte[] message = new byte[AttachProtocol.MaxMessageLength];
        liar.Send(message.AsSpan(0, new AttachPair(AttachMessageType.PairFailed, 1, true).Write(message)));
        liar.Send(message.AsSpan(0, new AttachPair(AttachMessageType.PairFailed, 1, false).Write(message)));
        await AssertCountedAsync(pair.Stacks, 2);
        Assert.Equal(0, pair.Stacks.Daemon.Attach!.Pairs.Broken);
        await pair.AssertWorksAsync();
        Assert.Equal(1, pair.Stacks.Daemon.Attach.Pairs.FlowsPassed);
    }

    [Fact]
    public async Task A_ticket_that_was_made_up_is_refused_and_counted()
    {
        await using var daemon = new Return.MortalDaemon("a", Name.Parse("net"));
        daemon.Begin();
        using var liar = new BareProgram(Path.Combine(daemon.Place, "attach.sock"));
        byte[] message = new byte[AttachProtocol.MaxMessageLength];
        byte[] made = new byte[TicketSeal.MaxLength];
        for (uint i = 0; i < 10; i++)
        {
            Random.Shared.NextBytes(made);
            liar.Send(message.AsSpan(0, new AttachTicket { Type = AttachMessageType.Reattach, Number = i, Sealed = made }.Write(message)));
            Assert.True(AttachEnd.TryRead(liar.Await(AttachMessageType.Refused), out AttachEnd refused));
            Assert.Equal((i, CloseReason.StackLost), (refused.Number, refused.Reason));
        }

        Assert.Equal(10, await daemon.Node.LookAsync(() => daemon.Node.Attach!.CountAll().RefusedTickets));
    }

    [Fact]
    public async Task A_flood_of_calls_of_one_program_leaves_another_ones_flow_alone()
    {
        await using SharingPair pair = await SharingPair.StartAsync();
        byte[] message = new byte[AttachProtocol.MaxMessageLength];
        for (int visit = 0; visit < 20; visit++)
        {
            using var liar = new BareProgram(pair.Stacks.Socket);
            for (uint i = 0; i < 3000 && liar.TrySend(message.AsSpan(0, Call(i, message))); i++)
            {
            }

            await pair.AssertWorksAsync();
        }

        await using Flow another = await pair.AllocateAsync();
    }

    private static int Call(uint number, byte[] message) => (number % 4) switch
    {
        0 => new AttachBinding(AttachMessageType.Listen, number, Name.Parse($"flood{number}")).Write(message),
        1 => new AttachAllocate { Request = number, Qos = QosSpec.Data, Name = Name.Parse("nowhere"), Data = new byte[64] }.Write(message),
        2 => new AttachAllocate { Request = number, Qos = QosSpec.Raw, Name = Name.Parse("n"), Data = new byte[64] }.Write(message),
        _ => new AttachEnd(AttachMessageType.Withdraw, number - 2, CloseReason.Normal).Write(message),
    };

    private static async Task AssertCountedAsync(TestStacks stacks, long count)
    {
        while (await stacks.Daemon.LookAsync(() => stacks.Daemon.Attach!.CountAll().RefusedFlowId) < count)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
