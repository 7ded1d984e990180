using System.Text;
using Lamina.Core;
using Lamina.Fuzz.Makers;
using Lamina.Fuzz.Targets;

namespace Lamina.Fuzz.Tests;

/// <summary>A decoder with a mistake in it: a list of texts, each with its length, whose decoder does something wrong with the third one that begins with an a.</summary>
internal sealed class PlantedTarget(Action mistake) : FuzzTarget("planted")
{
    public override int Run(ReadOnlySpan<byte> input)
    {
        int begun = 0;
        if (input is not [7, ..])
        {
            return 0;
        }

        for (ReadOnlySpan<byte> rest = input[1..]; !rest.IsEmpty;)
        {
            int length = rest[0];
            if (length >= rest.Length)
            {
                return 0;
            }

            begun += Encoding.UTF8.GetString(rest.Slice(1, length)).StartsWith("abc", StringComparison.Ordinal) ? 1 : 0;
            rest = rest[(1 + length)..];
        }

        if (begun == 3)
        {
            mistake();
        }

        return 1;
    }

    public override long MostAllocated(int length) => 4096 + (16 * length);

    public override IEnumerable<byte[]> Samples() => [];

    // At most one of them has the text that it takes.
    public override byte[]? Make(SeededRandom random)
    {
        byte[] text = [(byte)'a', (byte)'b', (byte)'c', .. random.Bytes(20)];
        byte[] other = random.Bytes(20);
        return [7, (byte)other.Length, .. other, (byte)text.Length, .. text];
    }
}
