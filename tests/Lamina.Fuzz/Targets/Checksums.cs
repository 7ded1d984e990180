using System.Buffers.Binary;
using Lamina.Core.Integrity;

namespace Lamina.Fuzz.Targets;

/// <summary>Sums that stand at the end of a message: without them nothing behind would be tried.</summary>
internal static class Checksums
{
    private static readonly HashSet<string> Summed = ["allocation: update", "connection hello", "ticket"];

    /// <summary>Writes the sum anew, where the target has one.</summary>
    public static void Repair(string target, byte[] input)
    {
        if (input.Length > sizeof(uint) && Summed.Contains(target) && !input.AsSpan().StartsWith("lamina1:"u8))
        {
            BinaryPrimitives.WriteUInt32BigEndian(input.AsSpan(input.Length - sizeof(uint)), Crc32C.Compute(input.AsSpan(0, input.Length - sizeof(uint))));
        }
    }
}
