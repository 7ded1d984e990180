using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Links;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Tests;

/// <summary>A layer sees hashes of names only, of the kind that it was made with.</summary>
public class NameHashTests
{
    [Theory]
    [InlineData(HashAlgorithmId.Md5)]
    [InlineData(HashAlgorithmId.Sha3_224)]
    [InlineData(HashAlgorithmId.Sha3_256)]
    [InlineData(HashAlgorithmId.Sha3_384)]
    [InlineData(HashAlgorithmId.Sha3_512)]
    public void A_name_is_found_by_its_hash_and_never_on_a_wire(HashAlgorithmId algorithm)
    {
        using var chain = new Chain(seed: 60, new LinkProfile());
        var eavesdropper = new Eavesdropper("a name of my own");
        chain.Network.Tap = eavesdropper;
        UnicastIpcProcess b = Chain.NewMember(chain.B, "b.net");
        var parameters = new UnicastParameters(Name.Parse("net")) { IsInsecure = true, LowerMaxPacketSize = 1444, HashAlgorithm = algorithm };
        chain.Expect(chain.B, sink => b.Bootstrap(parameters, sink, chain.Network.Now));
        Chain.Publish(chain.B, "b.net", "udp");
        UnicastIpcProcess a = chain.Join(chain.A, "a.net", "b.net");
        chain.Join(chain.C, "c.net", "b.net");
        Assert.True(chain.Network.RunUntil(() => a.Routes.Count == 2, Chain.Patience));
        chain.Serve(chain.C, eavesdropper.Name, "net", new EchoServer(chain.C.Irm.ServiceFor("echo")));

        var pinger = new Pinger(chain.A.Irm.ServiceFor("ping"), QosSpec.Data, 1);
        chain.A.Do(now => pinger.Start(eavesdropper.Name, now));
        Assert.True(chain.Network.RunUntil(() => pinger.IsDone, Chain.Patience), $"{pinger.Refused}");
        NameHash hash = NameHash.Of(eavesdropper.Name, algorithm);
        Assert.Contains(b.DirectoryEntries(chain.Network.Now), entry => entry.Hash == hash);
        Assert.True(eavesdropper.HasHeardPing);
        Assert.False(eavesdropper.HasHeardName);
    }

    private sealed class Eavesdropper(string name) : IPacketTap
    {
        private readonly byte[] _name = System.Text.Encoding.UTF8.GetBytes(name);

        public Name Name { get; } = Name.Parse(name);

        public bool HasHeardName { get; private set; }

        public bool HasHeardPing { get; private set; }

        public void HandleDatagram(Instant at, in UdpEndpoint from, in UdpEndpoint to, ReadOnlySpan<byte> bytes)
        {
            HasHeardName |= bytes.IndexOf(_name) >= 0;
            HasHeardPing |= bytes.IndexOf("ping"u8) >= 0;
        }
    }
}
