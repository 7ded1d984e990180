using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Security.Records;

namespace Lamina.Ipc.Unicast.Control;

/// <summary>
/// Seals what two members say to each other over a <see cref="ControlChannel"/>: a record for each message, with the message's number inside. The flow
/// below keeps order and loses nothing as long as nobody interferes; who does ends the channel.
/// </summary>
/// <param name="records">The keys; taken over.</param>
/// <param name="bond">What else ends with the channel; taken over.</param>
internal sealed class SealedTalk(FlowRecords records, IDisposable bond) : IDisposable
{
    private const int Overhead = RecordHeader.Length + sizeof(ulong);

    private ulong _sent;
    private ulong _received;

    /// <summary>The next message, as it goes on its way; null where the key may not turn yet and is used up.</summary>
    public byte[]? Seal(ReadOnlySpan<byte> message, Instant now)
    {
        if (!records.Sealer.CanSeal(1, now))
        {
            return null;
        }

        byte[] record = new byte[Overhead + message.Length];
        Span<byte> plain = record.AsSpan(RecordHeader.Length);
        BinaryPrimitives.WriteUInt64BigEndian(plain, _sent++);
        message.CopyTo(plain[sizeof(ulong)..]);
        records.Sealer.Seal(plain, record);
        return record;
    }

    /// <summary>Opens what came; false where it is not the peer's next message.</summary>
    public bool TryOpen(ReadOnlySpan<byte> record, Instant now, out byte[] message)
    {
        message = [];
        byte[] opened = record.ToArray();
        if (opened.Length < Overhead
            || records.Opener.Open(opened, now) != RecordVerdict.Opened
            || BinaryPrimitives.ReadUInt64BigEndian(opened.AsSpan(RecordHeader.Length)) != _received)
        {
            return false;
        }

        _received++;
        message = opened[Overhead..];
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        records.Dispose();
        bond.Dispose();
    }
}
