using Lamina.Core;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests;

/// <summary>Registrations whose caller does not wait for the end.</summary>
public class RegistrationTests
{
    [Fact]
    public void What_is_given_up_is_taken_back_and_what_was_there_before_stays()
    {
        using var lab = new Lab(seed: 7201, hosts: 2);
        SimulatedLink link = lab.AddUdpLine("udp")[0];
        UnicastIpcProcess first = lab.Bootstrap(0, "m0", new UnicastParameters(Name.Parse("net")));
        lab.Publish(0, "m0", first, "udp");
        UnicastIpcProcess second = lab.Join(1, "m1", "m0");
        lab.AwaitRoutes(Duration.FromSeconds(20), first, second);
        IpcResourceManager irm = lab.Hosts[1].Irm;
        var name = Name.Parse("service");
        lab.Register(1, "service", "udp");

        // Nobody answers, so it would wait.
        link.Profile = link.Profile with { Loss = 1 };
        var probe = new OutcomeProbe();
        lab.Hosts[1].Do(now => irm.Register(name, ["udp", "net"], [], probe, now));
        lab.Network.RunFor(Duration.FromMilliseconds(300));
        Assert.Null(probe.Outcome);
        Assert.Equal(2, irm.Names.Find(name)!.Registrations.Count);
        lab.Hosts[1].Do(now => irm.GiveUpRegistration(new OutcomeProbe(), now));
        Assert.Null(probe.Outcome);
        lab.Hosts[1].Do(now => irm.GiveUpRegistration(probe, now));
        Assert.Contains("was given up", probe.Outcome!.Value.Message, StringComparison.Ordinal);
        Assert.Equal("udp", Assert.Single(irm.Names.Find(name)!.Registrations).Name);

        // What the layer answers later is for nobody; the other member never hears of the name.
        link.Profile = link.Profile with { Loss = 0 };
        lab.Network.RunFor(Duration.FromSeconds(20));
        Assert.Equal(CloseReason.NameUnknown, lab.Ping(0, "service-of-nobody"));
        lab.AssertCleanEnd();
    }
}
