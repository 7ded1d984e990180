using Lamina.Core;

namespace Lamina.Ipc.Tests.Unicast.Directory;

/// <summary>
/// Random lives of a layer, by seed, with loss: names come and go, members join, leave and die, routing is late. Held
/// against a map that knows everything: never is somebody named who never served; and when it has been quiet for longer
/// than an entry lives, exactly those are named who serve.
/// </summary>
public class KademliaOracleTests
{
    private const int Names = 40;
    private const int Operations = 150;

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(2, 0.0)]
    [InlineData(3, 0.05)]
    [InlineData(4, 0.05)]
    [InlineData(5, 0.1)]
    [InlineData(6, 0.1)]
    [InlineData(7, 0.2)]
    [InlineData(8, 0.2)]
    public void The_directory_ends_where_the_oracle_does(int seed, double loss)
    {
        var net = new DirectoryNet(1000 + (ulong)seed) { Loss = loss };
        var serving = new HashSet<(int Name, Address Member)>();
        var ever = new HashSet<(int Name, Address Member)>();
        net.Grow(10 + net.Random.Next(50));
        for (int i = 0; i < Operations; i++)
        {
            Operate(net, serving, ever, seed);
            net.RunFor(Duration.FromMilliseconds(net.Random.Next(3000)));
        }

        net.TellMembers();
        net.RunFor(Duration.FromSeconds(420));
        for (int name = 0; name < Names; name++)
        {
            Address[] expected = [.. serving.Where(pair => pair.Name == name).Select(pair => pair.Member).Order()];
            for (int i = 0; i < 3; i++)
            {
                Address asker = net.Any();
                IReadOnlyList<Address> found = net.Find(asker, DirectoryNet.Hash(name));
                Assert.True(
                    expected.SequenceEqual(found),
                    $"seed {seed}: {asker} finds {string.Join(' ', found)} for name {name}, the oracle says {string.Join(' ', expected)}");
            }
        }
    }

    private static void Operate(
        DirectoryNet net, HashSet<(int Name, Address Member)> serving, HashSet<(int Name, Address Member)> ever, int seed)
    {
        Address member = net.Any();
        int name = net.Random.Next(Names);
        switch (net.Random.Next(10))
        {
            case 0 or 1 or 2 or 3:
                net.Members[member].Register(DirectoryNet.Hash(name), net.Now);
                serving.Add((name, member));
                ever.Add((name, member));
                break;
            case 4 when serving.Count > 0:
                (name, member) = serving.ElementAt(net.Random.Next(serving.Count));
                net.Members[member].Unregister(DirectoryNet.Hash(name), net.Now);
                serving.Remove((name, member));
                break;
            case 5:
                net.Add();
                net.TellMembers();
                break;
            case 6 when net.Members.Count > 10:
                net.Kill(member);
                serving.RemoveWhere(pair => pair.Member == member);
                break;
            case 7 when net.Members.Count > 10:
                net.Leave(member);
                serving.RemoveWhere(pair => pair.Member == member);
                break;
            case 8:
                net.TellMembers();
                break;
            default:
                foreach (Address found in net.Find(member, DirectoryNet.Hash(name)))
                {
                    Assert.True(ever.Contains((name, found)), $"seed {seed}: {found} never served name {name}");
                }

                break;
        }
    }
}
