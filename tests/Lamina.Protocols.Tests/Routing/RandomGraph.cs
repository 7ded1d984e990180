using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Protocols.Tests.Routing;

/// <summary>Link states of a random graph, by address; the addresses are 1, 2, and so on.</summary>
internal static class RandomGraph
{
    public static LinkState[] Make(SeededRandom random, int size)
    {
        var links = new SortedDictionary<ulong, LinkWeights>[size];
        for (int i = 0; i < size; i++)
        {
            links[i] = [];
        }

        for (int i = random.Next(size * 3); i > 0; i--)
        {
            int a = random.Next(size);
            int b = random.Next(size);
            if (a != b)
            {
                // Now and then one end says nothing about the weight, or nothing about the link.
                links[a][(ulong)b + 1] = Weights(random);
                if (random.Next(8) > 0)
                {
                    links[b][(ulong)a + 1] = random.Next(3) == 0 ? LinkWeights.Unsaid : Weights(random);
                }
            }
        }

        return
        [
            .. links.Select((own, i) => new LinkState(
                new Address((ulong)i + 1), 1, [.. own.Select(link => new Link(new Address(link.Key), link.Value))], Instant.Never)),
        ];
    }

    public static LinkWeights Weights(SeededRandom random) =>
        new((uint)(1 + random.Next(5)), (uint)random.Next(5), (uint)random.Next(5));
}
