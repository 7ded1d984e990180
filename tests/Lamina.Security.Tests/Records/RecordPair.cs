using Lamina.Bearers.Crypto;
using Lamina.Core;
using Lamina.Security.Primitives;
using Lamina.Security.Records;

namespace Lamina.Security.Tests.Records;

/// <summary>Both ends of a flow, and a clock.</summary>
internal sealed class RecordPair
{
    public RecordPair(RecordBounds? bounds = null, byte flow = 1, AeadId aead = AeadId.AesGcm, RecordCiphers? ciphers = null)
    {
        Ciphers = ciphers ?? new RecordCiphers(Fast);
        byte[] forth = [.. Enumerable.Repeat((byte)(2 * flow), IAead.KeyLength)];
        byte[] back = [.. Enumerable.Repeat((byte)((2 * flow) + 1), IAead.KeyLength)];
        A = Ciphers.Begin(new RecordKeys(aead, [.. forth], [.. back]), Now, bounds);
        B = Ciphers.Begin(new RecordKeys(aead, back, forth), Now, bounds);
    }

    public RecordCiphers Ciphers { get; }

    public FlowRecords A { get; }

    public FlowRecords B { get; }

    public Instant Now { get; private set; } = new(1_000_000_000);

    /// <summary>What a node takes.</summary>
    public static IAead Fast(AeadId id) => id == AeadId.AesGcm
        ? LibCryptoAead.AesGcm ?? (IAead)AesGcmAead.Instance
        : LibCryptoAead.ChaChaPoly ?? (IAead)ChaChaPolyAead.Instance;

    public void Wait(double seconds) => Now += Duration.FromSeconds(seconds);

    public byte[] Seal(params byte[] plain) => Seal(A, plain);

    public byte[] Seal(FlowRecords by, byte[] plain)
    {
        Assert.True(by.Sealer.CanSeal(1, Now));
        byte[] record = new byte[RecordHeader.Length + plain.Length];
        by.Sealer.Seal(plain, record);
        return record;
    }

    /// <summary>B opens it; what came stays as it was.</summary>
    public RecordVerdict Open(byte[] record) => Open(B, record, out _);

    public RecordVerdict Open(FlowRecords by, byte[] record, out byte[] plain)
    {
        byte[] copy = [.. record];
        RecordVerdict verdict = by.Opener.Open(copy, Now);
        plain = verdict == RecordVerdict.Opened ? copy[RecordHeader.Length..] : [];
        return verdict;
    }
}
