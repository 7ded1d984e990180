using System.Security.Cryptography;

namespace Lamina.EndToEnd.Tests.Lab;

/// <summary>Bytes that nobody could guess, sent and received as streams, compared by their SHA-256.</summary>
internal static class Payload
{
    private const int Seed = 4711;

    /// <summary>Writes and closes. Returns the hash.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="length">A multiple of 1 MiB.</param>
    /// <param name="written">Told how many bytes have gone, after every block.</param>
    public static async Task<string> SendAsync(Stream stream, long length, Action<long>? written = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var random = new Random(Seed);
        byte[] block = new byte[1 << 20];
        for (long sent = 0; sent < length;)
        {
            random.NextBytes(block);
            hash.AppendData(block);
            await stream.WriteAsync(block);
            sent += block.Length;
            written?.Invoke(sent);
        }

        stream.Close();
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Reads to the end. Returns the hash.</summary>
    public static async Task<string> HashOfAsync(Stream stream) => Convert.ToHexString(await SHA256.HashDataAsync(stream));
}
