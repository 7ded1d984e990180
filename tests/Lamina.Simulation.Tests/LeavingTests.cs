using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests;

public class LeavingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_member_that_leaves_is_forgotten_at_once_with_its_names(bool wholeStack)
    {
        using var chain = new Chain(seed: 51, new LinkProfile());
        UnicastIpcProcess[] members = chain.MakeLayer("net", "udp", Chain.UdpMaxPacketSize, isRouter: false);
        var echo = Name.Parse("echo");
        chain.Serve(chain.C, echo, "net", new EchoServer(chain.C.Irm.ServiceFor("echo")));
        Address gone = members[2].Membership!.Address;
        Assert.Contains(members[0].DirectoryEntries(chain.Network.Now), entry => entry.Member == gone);

        chain.C.Do(now =>
        {
            if (wholeStack)
            {
                chain.C.Irm.Shutdown(now);
            }
            else
            {
                Assert.Equal(Outcome.Ok, chain.C.Irm.Destroy("c.net", now));
            }
        });
        chain.Network.RunFor(Duration.FromMilliseconds(50));
        foreach (UnicastIpcProcess member in members[..2])
        {
            Assert.Single(member.Routes);
            Assert.DoesNotContain(member.LinkStates, state => state.Origin == gone);
            Assert.DoesNotContain(member.Adjacencies, adjacency => adjacency.Peer == gone);
            Assert.DoesNotContain(member.DirectoryEntries(chain.Network.Now), entry => entry.Member == gone);
        }

        var pinger = new Pinger(chain.A.Irm.ServiceFor("ping"), QosSpec.Data, 1);
        Instant before = chain.Network.Now;
        chain.A.Do(now => pinger.Start(echo, now));
        Assert.True(chain.Network.RunUntil(() => pinger.Refused != CloseReason.None, Chain.Patience));
        Assert.Equal(CloseReason.NameUnknown, pinger.Refused);
        Assert.InRange((chain.Network.Now - before).TotalSeconds, 0, 1);
        chain.AssertCleanEnd();
    }
}
