using BenchmarkDotNet.Attributes;
using Lamina.Bearers.Crypto;
using Lamina.Core;
using Lamina.Security.Primitives;
using Lamina.Security.Records;

namespace Lamina.Micro;

/// <summary>What a train of 45 records costs: to seal it into another train, to seal it in place, to seal and open it in place.</summary>
public class RecordBench
{
    private const int Segments = 45;
    private static readonly Instant Now = new(1);

    private FlowRecords _here = null!;
    private FlowRecords _there = null!;
    private byte[] _plain = [];
    private byte[] _sealed = [];

    /// <summary>Bytes of each packet.</summary>
    [Params(64, 1400)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var ciphers = new RecordCiphers(_ => LibCryptoAead.AesGcm ?? (IAead)AesGcmAead.Instance);
        // Bounds that a benchmark does not reach.
        var bounds = new RecordBounds { Records = ulong.MaxValue, MostRecords = RecordHeader.Counters };
        _here = ciphers.Begin(new RecordKeys(AeadId.AesGcm, new byte[32], new byte[32]), Now, bounds);
        _there = ciphers.Begin(new RecordKeys(AeadId.AesGcm, new byte[32], new byte[32]), Now, bounds);
        _plain = GC.AllocateArray<byte>(Segments * Stride, pinned: true);
        _sealed = GC.AllocateArray<byte>(Segments * Stride, pinned: true);
    }

    [Benchmark(OperationsPerInvoke = Segments)]
    public void SealIntoAnother() => Seal(_plain, _sealed);

    [Benchmark(OperationsPerInvoke = Segments)]
    public void SealInPlace() => Seal(_sealed, _sealed);

    [Benchmark(OperationsPerInvoke = Segments)]
    public int SealIntoAnotherAndOpen()
    {
        Seal(_plain, _sealed);
        int opened = 0;
        for (int i = 0; i < Segments; i++)
        {
            opened += _there.Opener.Open(_sealed.AsSpan(i * Stride, Stride), Now) == RecordVerdict.Opened ? 1 : 0;
        }

        return opened == Segments ? opened : throw new InvalidOperationException("a record did not open");
    }

    private int Stride => Bytes + RecordHeader.Length;

    private void Seal(byte[] from, byte[] to)
    {
        if (!_here.Sealer.CanSeal(Segments, Now))
        {
            throw new InvalidOperationException("no counter is left");
        }

        for (int i = 0; i < Segments; i++)
        {
            _here.Sealer.Seal(from.AsSpan((i * Stride) + RecordHeader.Length, Bytes), to.AsSpan(i * Stride, Stride));
        }
    }
}
