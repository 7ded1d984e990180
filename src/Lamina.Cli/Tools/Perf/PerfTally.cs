using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Lamina.Cli.Tools.Perf;

/// <summary>
/// What a receiver counted. On the wire a <see cref="PerfMessage"/> of kind Result, behind it the longest gap in ns (64 bits), and
/// behind that the SHA-256 of all messages where the test goes by bytes.
/// </summary>
/// <param name="Messages">How many came.</param>
/// <param name="Bytes">In them.</param>
/// <param name="Elapsed">From the first to the last.</param>
/// <param name="LongestGap">From one to the next.</param>
/// <param name="Hash">Of all of them, in hexadecimal; empty where nobody asked.</param>
internal sealed record PerfTally(long Messages, long Bytes, TimeSpan Elapsed, TimeSpan LongestGap, string Hash)
{
    public byte[] ToMessage()
    {
        byte[] hash = Convert.FromHexString(Hash);
        byte[] message = new byte[PerfMessage.Length + sizeof(long) + hash.Length];
        new PerfMessage(PerfKind.Result, (long)Elapsed.TotalNanoseconds, Messages, Bytes).Write(message);
        BinaryPrimitives.WriteInt64BigEndian(message.AsSpan(PerfMessage.Length), (long)LongestGap.TotalNanoseconds);
        hash.CopyTo(message, PerfMessage.Length + sizeof(long));
        return message;
    }

    /// <summary>Reads a message of kind Result.</summary>
    public static PerfTally Read(in PerfMessage result, ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> rest = message[PerfMessage.Length..];
        long gap = rest.Length >= sizeof(long) ? BinaryPrimitives.ReadInt64BigEndian(rest) : 0;
        string hash = rest.Length >= sizeof(long) ? HashIn(rest[sizeof(long)..]) : "";
        return new PerfTally(result.Second, result.Third, Nanoseconds(result.First), Nanoseconds(gap), hash);
    }

    /// <summary>The hash that a message ends with; empty where it has none.</summary>
    public static string HashIn(ReadOnlySpan<byte> rest) =>
        rest.Length == SHA256.HashSizeInBytes ? Convert.ToHexStringLower(rest) : "";

    private static TimeSpan Nanoseconds(long value) => TimeSpan.FromTicks(value / TimeSpan.NanosecondsPerTick);
}
