using System.Numerics;
using Lamina.Core;

namespace Lamina.Ipc.Tests.Unicast.Directory;

/// <summary>Large layers: how long a look-up is, what it costs to do nothing, what survives.</summary>
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
}
