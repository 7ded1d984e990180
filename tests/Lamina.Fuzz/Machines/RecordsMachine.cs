using Lamina.Core;
using Lamina.Fuzz.Makers;
using Lamina.Fuzz.Targets;
using Lamina.Security.Primitives;
using Lamina.Security.Records;

namespace Lamina.Fuzz.Machines;

/// <summary>The opener of a flow's records, in the middle of the flow: some have come, and what comes next may be any of the peer's, changed.</summary>
internal sealed class RecordsMachine() : FuzzTarget("machine: records")
{
    private const int SampleCount = 16;

    private static readonly byte[] Forth = [.. Enumerable.Repeat((byte)1, IAead.KeyLength)];
    private static readonly byte[] Back = [.. Enumerable.Repeat((byte)2, IAead.KeyLength)];

    private RecordCiphers _ciphers = new(Suite);
    private FlowRecords? _end;
    private Instant _now;

    public override bool IsStateless => false;

    public override int Run(ReadOnlySpan<byte> input)
    {
        byte[] record = input.ToArray();
        _now += Duration.FromMilliseconds(3);
        RecordVerdict verdict = _end!.Opener.Open(record, _now);
        return verdict == RecordVerdict.Opened ? 1 : -(int)verdict;
    }

    public override long MostAllocated(int length) => 8192 + (2 * length);

    public override IEnumerable<byte[]> Samples()
    {
        Instant now = new(1_000_000_000);
        FlowRecords peer = new RecordCiphers(Suite).Begin(new RecordKeys(AeadId.AesGcm, [.. Forth], [.. Back]), now);
        var random = new SeededRandom(1);
        for (int i = 0; i < SampleCount; i++)
        {
            byte[] text = random.Bytes(100);
            byte[] record = new byte[RecordHeader.Length + text.Length];
            if (peer.Sealer.CanSeal(1, now))
            {
                peer.Sealer.Seal(text, record);
                yield return record;
            }
        }
    }

    public override void Renew()
    {
        _now = new(1_000_000_000);
        _ciphers = new RecordCiphers(Suite);
        _end = _ciphers.Begin(new RecordKeys(AeadId.AesGcm, [.. Back], [.. Forth]), _now);
    }

    private static IAead Suite(AeadId id) => id == AeadId.AesGcm ? AesGcmAead.Instance : ChaChaPolyAead.Instance;
}
