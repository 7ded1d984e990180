using System.Buffers.Binary;
using Lamina.Core;

namespace Lamina.Wire.Tracing;

/// <summary>The end: a way over UDP.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Process">Its IPC process.</param>
/// <param name="Local">The port on this side.</param>
/// <param name="Remote">Where it sends to.</param>
/// <param name="Sure">Bytes of a datagram that are sure to arrive whole.</param>
/// <param name="IsKnown">True where that was found out; false: nothing long was sent yet, or the search goes on.</param>
public sealed record UdpRecord(
    string Layer, string Process, UdpEndpoint Local, UdpEndpoint Remote, int Sure, bool IsKnown) : TraceRecord
{
    private protected override TraceForm Form => TraceForm.Udp;

    internal static UdpRecord TakeBody(ref SpanReader reader)
    {
        string layer = TraceText.Take(ref reader);
        string process = TraceText.Take(ref reader);
        UdpEndpoint local = TakeEndpoint(ref reader);
        UdpEndpoint remote = TakeEndpoint(ref reader);
        return new UdpRecord(layer, process, local, remote, reader.ReadUInt16(), reader.ReadByte() != 0);
    }

    private protected override void WriteBody(ref SpanWriter writer)
    {
        TraceText.Write(ref writer, Layer);
        TraceText.Write(ref writer, Process);
        WriteEndpoint(ref writer, Local);
        WriteEndpoint(ref writer, Remote);
        writer.WriteUInt16((ushort)Sure);
        writer.WriteByte(IsKnown ? (byte)1 : (byte)0);
    }

    private static UdpEndpoint TakeEndpoint(ref SpanReader reader)
    {
        ReadOnlySpan<byte> address = reader.ReadBytes(UdpEndpoint.AddressLength);
        ushort port = reader.ReadUInt16();
        return reader.Failed ? default : new UdpEndpoint(BinaryPrimitives.ReadUInt128BigEndian(address), port);
    }

    private static void WriteEndpoint(ref SpanWriter writer, in UdpEndpoint endpoint)
    {
        Span<byte> address = stackalloc byte[UdpEndpoint.AddressLength];
        BinaryPrimitives.WriteUInt128BigEndian(address, endpoint.Address);
        writer.WriteBytes(address);
        writer.WriteUInt16(endpoint.Port);
    }
}
