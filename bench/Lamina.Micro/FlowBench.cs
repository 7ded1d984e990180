using BenchmarkDotNet.Attributes;
using Lamina.Bearers.Crypto;
using Lamina.Core;
using Lamina.Security.Primitives;
using Lamina.Security.Records;

namespace Lamina.Micro;

/// <summary>
/// Both ends of a flow, a message from the writer's call to the reader's: fragments, FRCP and its acknowledgements, checksums or records, one
/// copy at each end; no layer below, no thread, no kernel.
/// </summary>
public class FlowBench
{
    private LoopedPair _ends = null!;
    private byte[] _message = [];

    /// <summary>Bytes of a message; 63 000 are a train.</summary>
    [Params(64, 63_000)]
    public int Bytes { get; set; }

    /// <summary>What the flow gives.</summary>
    [Params("raw-no-errors", "data", "data, sealed")]
    public string Flow { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        var ciphers = new RecordCiphers(_ => LibCryptoAead.AesGcm ?? (IAead)AesGcmAead.Instance);
        // A bound that a benchmark does not reach.
        var bounds = new RecordBounds { Records = ulong.MaxValue, MostRecords = RecordHeader.Counters };
        byte[] there = [.. Enumerable.Repeat((byte)1, IAead.KeyLength)];
        _ends = Flow == "data, sealed"
            ? new LoopedPair(QosSpec.Data, records: (isWriter, now) => ciphers.Begin(
                isWriter ? new RecordKeys(AeadId.AesGcm, new byte[IAead.KeyLength], there) : new RecordKeys(AeadId.AesGcm, there, new byte[IAead.KeyLength]), now, bounds))
            : new LoopedPair(Flow == "data" ? QosSpec.Data : QosSpec.RawNoErrors);
        // Without order there are no fragments: as much as a packet takes.
        _message = new byte[Flow == "raw-no-errors" ? Math.Min(Bytes, 1400) : Bytes];
    }

    [Benchmark]
    public int Pass() => _ends.Pass(_message);
}
