using Lamina.Core;

namespace Lamina.Simulation.Mangling;

/// <summary>A train as a socket with receive offload hands it up.</summary>
internal static class ReceivedTrain
{
    /// <summary>Datagrams in one train at most.</summary>
    public const int MostDatagrams = 64;

    /// <summary>Bytes in one train at most.</summary>
    public const int MostBytes = 65_507;

    /// <summary>Hands datagrams up that lie behind each other; only the last may be shorter than the first.</summary>
    /// <returns>False when the pool is exhausted.</returns>
    public static bool TryDeliver(
        List<byte[]> datagrams, int total, int headRoom, in UdpEndpoint from, IDatagramUser user, PacketPool pool, Instant now)
    {
        if (!pool.TryRent(headRoom + total, out PacketBuffer buffer))
        {
            return false;
        }

        int offset = headRoom;
        foreach (byte[] datagram in datagrams)
        {
            datagram.CopyTo(buffer.Span[offset..]);
            offset += datagram.Length;
        }

        user.HandleDatagrams(Train.Contiguous(buffer, headRoom, total, datagrams[0].Length), from, now);
        buffer.Release();
        return true;
    }
}
