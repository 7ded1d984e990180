using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.OneHop;

/// <summary>
/// Which members keep an entry: rendezvous hashing (Thaler and Ravishankar, 1998). Every member ranks all members for a
/// hash alike, without talking; when one leaves, only its own entries move.
/// </summary>
internal static class Rendezvous
{
    /// <summary>How many members keep an entry.</summary>
    public const int Replicas = 3;

    /// <summary>The homes of a hash, the first ranked first; fewer where the layer is smaller.</summary>
    public static Address[] HomesOf(in NameHash hash, IReadOnlyList<Address> members)
    {
        Span<(ulong Score, Address Member)> best = stackalloc (ulong, Address)[Replicas];
        int count = 0;
        foreach (Address member in members)
        {
            (ulong Score, Address Member) candidate = (Mix(hash.Prefix ^ Mix(member.Value)), member);
            int place = count;
            while (place > 0 && IsBetter(candidate, best[place - 1]))
            {
                place--;
            }

            if (place == Replicas)
            {
                continue;
            }

            count = Math.Min(count + 1, Replicas);
            best[place..(count - 1)].CopyTo(best[(place + 1)..count]);
            best[place] = candidate;
        }

        var homes = new Address[count];
        for (int i = 0; i < count; i++)
        {
            homes[i] = best[i].Member;
        }

        return homes;
    }

    private static bool IsBetter((ulong Score, Address Member) a, (ulong Score, Address Member) b) =>
        a.Score > b.Score || (a.Score == b.Score && a.Member.Value < b.Member.Value);

    // The finaliser of SplitMix64: every bit of the input moves every bit of the result.
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
