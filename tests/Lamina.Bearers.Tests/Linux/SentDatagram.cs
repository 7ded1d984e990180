using Lamina.Core;

namespace Lamina.Bearers.Tests.Linux;

/// <summary>What a datagram was, and where it went.</summary>
internal readonly record struct SentDatagram(UdpEndpoint To, int Length, int Hash)
{
    public static SentDatagram Of(UdpEndpoint to, ReadOnlySpan<byte> datagram)
    {
        var hash = default(HashCode);
        hash.AddBytes(datagram);
        return new SentDatagram(to, datagram.Length, hash.ToHashCode());
    }
}
