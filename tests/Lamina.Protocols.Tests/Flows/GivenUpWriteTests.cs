using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>A message whose writer gave up in the middle, and writers that ask for room before they write.</summary>
public class GivenUpWriteTests : PairTests
{
    [Fact]
    public void A_message_that_was_begun_and_given_up_is_dropped_whole_and_nothing_else()
    {
        for (ulong seed = 0; seed < (IsSealed ? 8UL : 30); seed++)
        {
            var limits = new FlowLimits { UnacknowledgedBytes = 1 << 20 };
            var pair = MakePair(QosSpec.Data, seed, new LinkFaults { Loss = 0.05, Reordering = 0.1 }, limits);
            pair.A.Write(Texts.Make(0, 3000));
            Assert.True(pair.RunUntil(() => pair.A.HasWritten));
            int torn = 0;
            for (int i = 0; i < 20; i++)
            {
                // Longer than may be under way at once, so that some of it is taken and the rest is not.
                int written = 0;
                byte[] message = Texts.Make(1000 + i, 2 << 20);
                WriteStatus status = pair.A.Flow.Write(message, ref written, pair.Now);
                torn += status == WriteStatus.Blocked && written > 0 ? 1 : 0;
                pair.RunFor(Duration.FromMilliseconds(3));
            }

            pair.A.Write(Texts.Make(1, 3000));
            Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 2, seconds: 60));
            Assert.True(torn > 0);
            Assert.Equal(Texts.Make(0, 3000), pair.B.Messages[0]);
            Assert.Equal(Texts.Make(1, 3000), pair.B.Messages[1]);
            pair.A.Flow.Close(pair.Now);
            Assert.True(pair.RunUntil(() => pair.B.Closed == CloseReason.Normal, seconds: 60));
            pair.B.Flow.Close(pair.Now);
            ReliableFlowTests.AssertEmpty(pair, seed);
        }
    }

    [Fact]
    public void Where_there_is_room_a_message_is_taken_whole()
    {
        for (ulong seed = 0; seed < (IsSealed ? 8UL : 30); seed++)
        {
            var pair = MakePair(QosSpec.Data, seed, new LinkFaults { Loss = 0.05 });
            var random = new SeededRandom(seed);
            int sent = 0;
            int refused = 0;
            for (int i = 0; i < 300; i++)
            {
                byte[] message = Texts.Make(sent, 1 + (int)(random.NextUInt64() % 60_000));
                int written = 0;
                if (!pair.A.Flow.HasRoomFor(message.Length, pair.Now))
                {
                    refused++;
                    pair.RunFor(Duration.FromMilliseconds(2));
                    continue;
                }

                Assert.Equal(WriteStatus.Done, pair.A.Flow.Write(message, ref written, pair.Now));
                sent++;
            }

            Assert.True(refused > 0 && sent > 0);
            Assert.True(pair.RunUntil(() => pair.B.Messages.Count == sent, seconds: 60));
        }
    }

    [Fact]
    public void Who_only_asks_hears_of_room_although_the_word_of_it_was_lost()
    {
        var pair = MakePair(QosSpec.Data, seed: 3);
        pair.B.Reads = false;
        byte[] message = Texts.Make(0, 50_000);
        // Until nothing moves any more: the reader's window is full.
        for (int i = 0; i < 1000; i++)
        {
            int written = 0;
            if (pair.A.Flow.HasRoomFor(message.Length, pair.Now))
            {
                Assert.Equal(WriteStatus.Done, pair.A.Flow.Write(message, ref written, pair.Now));
            }

            pair.RunFor(Duration.FromMilliseconds(1));
        }

        Assert.False(pair.A.Flow.HasRoomFor(message.Length, pair.Now));

        // The reader reads all of it, and what it says of that is lost.
        pair.B.Lower.Faults = new LinkFaults { Loss = 1 };
        pair.B.Reads = true;
        pair.RunFor(Duration.FromMilliseconds(100));
        pair.B.Lower.Faults = LinkFaults.None;
        bool hasRoom = false;
        for (int i = 0; i < 1000 && !hasRoom; i++)
        {
            hasRoom = pair.A.Flow.HasRoomFor(message.Length, pair.Now);
            pair.RunFor(Duration.FromMilliseconds(10));
        }

        Assert.True(hasRoom);
        Assert.Equal(CloseReason.None, pair.A.Closed);
    }
}
