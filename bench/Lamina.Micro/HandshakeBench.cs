using BenchmarkDotNet.Attributes;
using Lamina.Bearers.Crypto;
using Lamina.Core;
using Lamina.Security.Noise;
using Lamina.Security.Primitives;

namespace Lamina.Micro;

/// <summary>A whole handshake, both sides of it, beside its bare agreements: four for each side.</summary>
public class HandshakeBench
{
    private readonly SeededRandom _random = new(1);
    private readonly byte[] _message = new byte[500];
    private readonly byte[] _payload = new byte[500];
    private NoiseSuite _suite = null!;
    private IPrivateKey _ready = null!;
    private KeyPair _initiator = null!;
    private KeyPair _responder = null!;

    /// <summary>How keys agree.</summary>
    [Params("25519", "P256")]
    public string Agreement { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        IKeyAgreement agreement = Agreement == "P256" ? P256.Instance : X25519.Instance ?? throw new PlatformNotSupportedException("libcrypto is not here");
        _suite = new NoiseSuite(agreement, LibCryptoAead.AesGcm ?? (IAead)AesGcmAead.Instance);
        _ready = agreement.Import(Scalar)!;
        _initiator = KeyPair.New(agreement, _random);
        _responder = KeyPair.New(agreement, _random);
    }

    [Benchmark(Baseline = true)]
    public bool EightAgreements()
    {
        bool agreed = true;
        for (int i = 0; i < 8; i++)
        {
            agreed &= _ready.TryAgree(_responder.Public, _message.AsSpan(0, 32));
        }

        return agreed;
    }

    [Benchmark]
    public bool IK()
    {
        using NoiseHandshake initiator = new(new HandshakeSettings(NoisePattern.IK, _suite, true, KeyPair.New(_suite.Agreement, _random))
        {
            Static = _initiator,
            PeerStatic = _responder.Public.ToArray(),
        });
        using NoiseHandshake responder = new(new HandshakeSettings(NoisePattern.IK, _suite, false, KeyPair.New(_suite.Agreement, _random))
        {
            Static = _responder,
        });
        int length = initiator.WriteMessage([], _message);
        bool read = responder.TryReadMessage(_message.AsSpan(0, length), _payload, out _);
        length = responder.WriteMessage([], _message);
        return read && initiator.TryReadMessage(_message.AsSpan(0, length), _payload, out _);
    }

    private static ReadOnlySpan<byte> Scalar => "a private key of thirty-two byte"u8;
}
