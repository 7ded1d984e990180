using System.Diagnostics;
using Lamina.Core;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests;

public class FaultTests(ITestOutputHelper output)
{
    private static readonly LinkProfile Bad = new()
    {
        Loss = 0.1,
        Duplication = 0.05,
        Reordering = 0.05,
        Corruption = 0.001,
        BitsPerSecond = 10_000_000,
    };

    [Fact]
    public void Twenty_seeds_of_loss_duplicates_reordering_and_a_cut_all_complete()
    {
        var clock = Stopwatch.StartNew();
        double virtualSeconds = 0;
        for (ulong seed = 101; seed <= 120; seed++)
        {
            try
            {
                virtualSeconds += RunOne(seed);
            }
            catch (Xunit.Sdk.XunitException failure)
            {
                throw new Xunit.Sdk.XunitException($"seed {seed}: {failure.Message}", failure);
            }
        }

        output.WriteLine($"{virtualSeconds:0} s of virtual time in {clock.Elapsed.TotalSeconds:0.0} s");
    }

    private static double RunOne(ulong seed)
    {
        using var chain = new Chain(seed, Bad);
        chain.MakeLayer("net", "udp", Chain.UdpMaxPacketSize, isRouter: true);
        var receiver = new BulkReceiver(chain.C.Irm.ServiceFor("receiver"));
        var name = Name.Parse("sink");
        chain.Serve(chain.C, name, "net", receiver);
        BulkSender sender = Begin(chain, name, receiver);

        // A cut of two seconds in the middle of it.
        chain.BC.IsCut = true;
        chain.Network.RunFor(Duration.FromSeconds(2));
        chain.BC.IsCut = false;
        Assert.InRange(receiver.Received, 1, 99_999);
        bool done = chain.Network.RunUntil(() => receiver.Received == 100_000, Chain.Patience);

        Assert.True(done, $"{receiver.Received} of {sender.Sent} came; closed: {sender.Closed}, {receiver.Closed}");
        Assert.True(receiver.IsIntact);
        double seconds = chain.Network.Now.Nanoseconds / 1e9;
        chain.AssertCleanEnd();
        return seconds;
    }

    // An allocation may run out of time on such links; it says so, and who asked asks again.
    private static BulkSender Begin(Chain chain, Name name, BulkReceiver receiver)
    {
        for (int attempt = 0; attempt < 3; attempt++)
        {
            BulkSender sender = chain.Send(name, 100_000);
            Assert.True(chain.Network.RunUntil(() => receiver.Received > 0 || sender.Refused != CloseReason.None, Chain.Patience), "no flow and no answer");
            if (sender.Refused == CloseReason.None)
            {
                return sender;
            }
        }

        throw new Xunit.Sdk.XunitException("no flow in three attempts");
    }
}
