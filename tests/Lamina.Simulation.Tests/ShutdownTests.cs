using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests;

/// <summary>A stack that ends while it joins a layer through a neighbour that has fallen silent.</summary>
public class ShutdownTests
{
    // Between the times at which something is asked again, given up, or tried anew.
    private static readonly long[] Silences = [0, 1, 30, 120, 400, 1_100, 3_000, 6_000, 11_000];

    [Theory]
    [InlineData("dht", 0)]
    [InlineData("dht", 0.2)]
    [InlineData("one-hop", 0)]
    public void At_every_event_of_a_join_nothing_is_left_when_the_call_returns(string directory, double loss)
    {
        int events = 0;
        while (TryEndAfter(events, directory, loss))
        {
            events++;
        }

        // Or nothing was shown.
        Assert.True(events > 40, $"{events} events");
    }

    /// <returns>False where the join was over before.</returns>
    private static bool TryEndAfter(int events, string directory, double loss)
    {
        bool wasJoining = false;
        foreach (long silence in Silences)
        {
            ulong seed = (ulong)((events * 100_000L) + silence);
            using var lab = new Lab(seed, hosts: 2);
            SimulatedLink[] links = lab.AddUdpLine("udp", profile: new LinkProfile { Loss = loss });
            UnicastIpcProcess first = lab.Bootstrap(0, "m0", new UnicastParameters(Name.Parse("net")) { Directory = directory });
            lab.Publish(0, "m0", first, "udp");
            lab.Serve(0, "echo", "net");
            UnicastIpcProcess second = lab.New(1, "m1");
            lab.Publish(1, "m1", second, "udp");

            var join = new Join(lab, second);
            long last = lab.Network.EventCount + events;
            lab.Hosts[1].Do(join.Start);
            lab.Network.RunUntil(() => join.IsOver || lab.Network.EventCount >= last, Lab.Patience);
            wasJoining |= !join.IsOver;
            Array.ForEach(links, link => link.Profile = link.Profile with { Loss = 1 });
            lab.Network.RunFor(Duration.FromMilliseconds(silence));

            SimulatedHost host = lab.Hosts[1];
            host.Do(host.Irm.Shutdown);
            Assert.Equal(
                (seed, 0, 0, 0), (seed, host.Irm.Flows.All.Count, host.Context.Pool.RentedCount, host.Context.Timers.Count));
        }

        return wasJoining;
    }

    /// <summary>Enrols, connects, registers a name and uses one, each when the one before has succeeded.</summary>
    private sealed class Join(Lab lab, UnicastIpcProcess process) : IOutcomeSink
    {
        private int _done;
        private Ticker? _ticker;

        public bool IsOver => _ticker is { Sent: > 5 };

        public void Start(Instant now) => process.Enrol(new EnrolmentParameters(Name.Parse("m0")) { IsInsecure = true }, this, now);

        public void HandleOutcome(Outcome outcome, Instant now)
        {
            switch (outcome.IsOk ? _done++ : -1)
            {
                case 0:
                    process.Connect(Name.Parse("m0"), ConnectionComponents.All, this, now);
                    break;
                case 1:
                    lab.Hosts[1].Irm.RegisterInLayer(Name.Parse("service"), "net", this, now);
                    break;
                case 2:
                    _ticker = new Ticker(lab.Hosts[1], QosSpec.Data, "net");
                    _ticker.Start(Name.Parse("echo"), now);
                    break;
            }
        }
    }
}
