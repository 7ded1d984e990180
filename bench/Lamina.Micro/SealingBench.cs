using BenchmarkDotNet.Attributes;
using Lamina.Bearers.Crypto;
using Lamina.Core.Integrity;
using Lamina.Security.Primitives;

namespace Lamina.Micro;

/// <summary>What it costs to vouch for a packet: the checksum of flows in clear, beside sealing by the platform and by libcrypto.</summary>
public class SealingBench
{
    private readonly byte[] _associated = new byte[8];
    private byte[] _plain = [];
    private byte[] _box = [];
    private IAeadKey _platform = null!;
    private IAeadKey _libcrypto = null!;
    private IAeadKey _chacha = null!;
    private ulong _counter;

    /// <summary>Bytes of the packet.</summary>
    [Params(64, 1400)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        byte[] key = new byte[IAead.KeyLength];
        _plain = new byte[Bytes];
        _box = new byte[Bytes + IAead.TagLength];
        _platform = AesGcmAead.Instance.Use(key);
        _libcrypto = (LibCryptoAead.AesGcm ?? (IAead)AesGcmAead.Instance).Use(key);
        _chacha = (LibCryptoAead.ChaChaPoly ?? (IAead)ChaChaPolyAead.Instance).Use(key);
    }

    [Benchmark(Baseline = true)]
    public uint Checksum() => Crc32C.Compute(_plain);

    [Benchmark]
    public void SealByPlatform() => _platform.Seal(_counter++, _associated, _plain, _box);

    [Benchmark]
    public void SealByLibCrypto() => _libcrypto.Seal(_counter++, _associated, _plain, _box);

    [Benchmark]
    public void SealByChaChaPoly() => _chacha.Seal(_counter++, _associated, _plain, _box);
}
