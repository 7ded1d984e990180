using System.Numerics;
using Lamina.Core;

namespace Lamina.Ipc.Tests.Unicast.Directory;

/// <summary>Large layers: how long a look-up is, what it costs to do nothing, what survives.</summary>
[Collection(nameof(AlonePerProcess))]
public class KademliaScaleTests
{
    [Theory]
    [InlineData(12)]
    [InlineData(50)]
    [InlineData(200)]
    [InlineData(1000)]
    public void Every_name_is_found_in_a_logarithmic_number_of_steps(int size)
    {
        ulong seed = 100 + (ulong)size;
        var net = new DirectoryNet(seed);
        net.Grow(size);
        net.RunFor(Duration.FromSeconds(5));
        Address[] owners = [.. Enumerable.Range(0, 300).Select(_ => net.Any())];
        for (int i = 0; i < owners.Length; i++)
        {
            net.Members[owners[i]].Register(DirectoryNet.Hash(i), net.Now);
        }

        net.RunFor(Duration.FromSeconds(2));
        for (int i = 0; i < owners.Length; i++)
        {
            Assert.True(net.Find(net.Any(), DirectoryNet.Hash(i)).SequenceEqual([owners[i]]), $"seed {seed}: name {i}");
        }

        int longest = net.Members.Values.Max(member => member.Counters.LongestLookUp);
        double mean = net.Members.Values.Sum(member => member.Counters.LookUpSteps)
            / (double)net.Members.Values.Sum(member => member.Counters.LookUps);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{size} members: {longest} steps at most, {mean:0.00} on average; {net.Members.Values.Average(member => member.ContactCount):0} contacts each");
        Assert.InRange(longest, 0, BitOperations.Log2((uint)size - 1) + 1);
    }

    [Fact]
    public void Doing_nothing_costs_little()
    {
        const int Size = 500;
        const int Minutes = 10;
        var net = new DirectoryNet(7);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        net.Grow(Size);
        foreach (Address member in net.Members.Keys)
        {
            net.Members[member].Register(DirectoryNet.Hash((int)member.Value), net.Now);
        }

        net.RunFor(Duration.FromSeconds(10));
        long after = GC.GetTotalMemory(forceFullCollection: true);
        long messages = net.Messages;
        net.RunFor(Duration.FromSeconds(60 * Minutes));
        double perMinute = (net.Messages - messages) / (double)(Size * Minutes);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{messages / (double)Size:0} messages each to join and publish one name, then {perMinute:0.0} a minute; {(after - before) / Size} bytes each");
        Assert.InRange(perMinute, 0, 20);
        Assert.InRange((after - before) / Size, 0, 32 * 1024);
    }

    [Fact]
    public void A_third_of_a_layer_dies_at_once_and_no_name_is_lost()
    {
        const int Size = 200;
        const int Names = 400;
        var net = new DirectoryNet(8);
        net.Grow(Size);
        Address[] owners = [.. Enumerable.Range(0, Names).Select(_ => net.Any())];
        for (int i = 0; i < Names; i++)
        {
            net.Members[owners[i]].Register(DirectoryNet.Hash(i), net.Now);
        }

        net.RunFor(Duration.FromSeconds(5));
        for (int i = 0; i < Size * 3 / 10; i++)
        {
            net.Kill(net.Any());
        }

        // Routing has not noticed yet: one dead home in three is no reason not to find.
        AssertFound(net, owners, i => i % 5 == 0);
        net.TellMembers();
        net.RunFor(Duration.FromSeconds(5));
        AssertFound(net, owners, _ => true);
        ILookup<NameHash, Address> copies = net.Copies();
        foreach (int i in Enumerable.Range(0, Names).Where(i => net.Members.ContainsKey(owners[i])))
        {
            Assert.InRange(copies[DirectoryNet.Hash(i)].Count(), 8, Size);
        }

        net.RunFor(Duration.FromSeconds(330));
        for (int i = 0; i < Names; i++)
        {
            Assert.Equal(net.Members.ContainsKey(owners[i]), net.Find(net.Any(), DirectoryNet.Hash(i)).Count > 0);
        }
    }

    [Fact]
    public void A_layer_that_grows_one_by_one_gives_newcomers_their_share()
    {
        const int Names = 100;
        var net = new DirectoryNet(9);
        net.Grow(20);
        Address[] owners = [.. Enumerable.Range(0, Names).Select(_ => net.Any())];
        for (int i = 0; i < Names; i++)
        {
            net.Members[owners[i]].Register(DirectoryNet.Hash(i), net.Now);
        }

        net.RunFor(Duration.FromSeconds(2));
        while (net.Members.Count < 120)
        {
            Address newcomer = net.Add();
            net.TellMembers();
            net.RunFor(Duration.FromSeconds(0.5));
            int i = net.Random.Next(Names);
            Assert.True(net.Find(newcomer, DirectoryNet.Hash(i)).SequenceEqual([owners[i]]), $"{net.Members.Count} members, name {i}");
        }

        net.RunFor(Duration.FromSeconds(5));

        // Before any republication: who is nearest to a name now keeps it.
        ILookup<NameHash, Address> copies = net.Copies();
        int kept = Enumerable.Range(0, Names).Select(DirectoryNet.Hash)
            .Sum(hash => net.Nearest(hash).Take(3).Intersect(copies[hash]).Count());

        Assert.InRange(kept, Names * 3 * 9 / 10, Names * 3);
    }

    [Fact]
    public void Two_halves_of_a_layer_find_together()
    {
        const int Names = 100;
        var net = new DirectoryNet(10);
        net.Grow(100);
        net.RunFor(Duration.FromSeconds(5));
        net.Part(member => (int)(member.Value & 1));
        net.TellMembers();
        net.RunFor(Duration.FromSeconds(5));
        Address[] owners = [.. Enumerable.Range(0, Names).Select(_ => net.Any())];
        for (int i = 0; i < Names; i++)
        {
            net.Members[owners[i]].Register(DirectoryNet.Hash(i), net.Now);
        }

        net.RunFor(Duration.FromSeconds(5));
        net.Part(_ => 0);
        net.TellMembers();
        net.RunFor(Duration.FromSeconds(5));
        AssertFound(net, owners, _ => true);
    }

    private static void AssertFound(DirectoryNet net, Address[] owners, Predicate<int> isAsked)
    {
        for (int i = 0; i < owners.Length; i++)
        {
            if (isAsked(i) && net.Members.ContainsKey(owners[i]))
            {
                Assert.True(net.Find(net.Any(), DirectoryNet.Hash(i)).Contains(owners[i]), $"name {i} of {owners[i]} is not found");
            }
        }
    }
}
