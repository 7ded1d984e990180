using Lamina.Bearers.Crypto;
using Lamina.Core;
using Lamina.Fuzz.Targets;
using Lamina.Security.Handshake;
using Lamina.Security.Handshake.Ik;
using Lamina.Security.Handshake.Xx;
using Lamina.Security.Primitives;
using Lamina.Security.Records;

namespace Lamina.Fuzz.Machines;

/// <summary>
/// Both sides of both handshakes, each in the state in which it waits for a message; the first byte of an input says which. Ephemeral keys
/// are the same each time, so that a message of the honest other side is right until it is changed.
/// </summary>
internal sealed class HandshakeMachine : FuzzTarget
{
    private const string Purpose = "fuzz";
    private const int StepCount = 6;

    private static readonly HandshakeTerms Terms = new(NameHash.Of(Core.Name.Parse("oping"), HashAlgorithmId.Sha3_256), QosSpec.Data);
    private static readonly HandshakeMoment Moment = new(Instant.Zero, DateTimeOffset.UnixEpoch.AddYears(56));

    private readonly IKeyAgreement _agreement = SmallNetwork.Agreement;
    private readonly LayerCredentials _alice;
    private readonly LayerCredentials _bob;
    private readonly byte[] _bobsKey;
    private XxExchange? _proved;

    public HandshakeMachine()
        : base("machine: handshakes")
    {
        _alice = Fuzz.Samples.Member(2, X25519.Instance);
        _bob = Fuzz.Samples.Member(3, X25519.Instance);
        _bobsKey = _bob.StaticOf(NoiseIkSuite.IdOf(_agreement))!.Public.ToArray();
    }

    public override int Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return 0;
        }

        int step = input[0] % StepCount;
        ReadOnlySpan<byte> message = input[1..];
        return step switch
        {
            0 => Sign(Respond(message, out _)),
            1 => Sign(Conclude(message)),
            2 => Sign(Answer().Handle(message, out _)),
            3 => Sign(Begin(out _).Handle(message, out _)),
            4 => Sign(AtThird(out _).Handle(message, out _)),
            _ => Open(message),
        };
    }

    // Big integers and imported keys of the platform; a message of 4 KiB beside what it says.
    public override long MostAllocated(int length) => (128 * 1024) + (16 * length);

    public override IEnumerable<byte[]> Samples()
    {
        byte[] buffer = new byte[AllocationRequest.MaxDataLength];
        using IHandshakeInitiator asking = Ask();
        byte[] first = buffer[..asking.WriteFirst("offer"u8, buffer)];
        yield return [0, .. first];
        Respond(first, out byte[] second);
        yield return [1, .. second];
        using XxExchange alice = Begin(out byte[] one);
        yield return [2, .. one];
        using XxExchange bob = Answer();
        bob.Handle(one, out byte[]? two);
        yield return [3, .. two!];
        using XxExchange third = AtThird(out byte[] three);
        yield return [4, .. three];
        yield return [5, .. three];

        // The dear ones are a minority.
        yield return [5, .. first];
        yield return [0, .. first, 0];
        yield return [2, .. one, 0];
    }

    private static int Sign(HandshakeVerdict verdict) => verdict == HandshakeVerdict.Proved ? 1 : -(int)verdict;

    private IHandshakeInitiator Ask() => Suite(_alice).Initiate(Terms, _bobsKey, Moment, new SeededRandom(11))!;

    private HandshakeVerdict Respond(ReadOnlySpan<byte> first, out byte[] second)
    {
        using IHandshakeResponder responder = Suite(_bob).Respond(Terms, Moment, new SeededRandom(12));
        byte[] inner = new byte[first.Length];
        HandshakeVerdict verdict = responder.ReadFirst(first, inner, out _, out _);
        byte[] buffer = new byte[AllocationRequest.MaxDataLength];
        responder.TakeKeys()?.Dispose();
        int length = responder.WriteSecond("answer"u8, buffer);
        second = buffer[..Math.Max(length, 0)];
        return (length > 0) == (verdict == HandshakeVerdict.Proved) ? verdict : throw new InvalidOperationException($"{verdict}, and an answer of {length}");
    }

    private HandshakeVerdict Conclude(ReadOnlySpan<byte> second)
    {
        using IHandshakeInitiator initiator = Ask();
        byte[] buffer = new byte[AllocationRequest.MaxDataLength];
        initiator.WriteFirst("offer"u8, buffer);
        HandshakeVerdict verdict = initiator.ReadSecond(second, new byte[second.Length], out _, out HandshakeResult result);
        result.Keys?.Dispose();
        return (result.Keys is not null) == (verdict == HandshakeVerdict.Proved) ? verdict : throw new InvalidOperationException($"{verdict}, and keys");
    }

    private XxExchange Begin(out byte[] first)
    {
        XxExchange alice = Suite(_alice).Exchange(Purpose, isInitiator: true, Moment, new SeededRandom(13));
        first = alice.Begin();
        return alice;
    }

    private XxExchange Answer() => Suite(_bob).Exchange(Purpose, isInitiator: false, Moment, new SeededRandom(14));

    private XxExchange AtThird(out byte[] third)
    {
        using XxExchange alice = Begin(out byte[] first);
        XxExchange bob = Answer();
        bob.Handle(first, out byte[]? second);
        alice.Handle(second, out byte[]? answer);
        third = answer!;
        return bob;
    }

    // What the end of an exchange is told under the seal: what does not open changes nothing, so one exchange is enough.
    private int Open(ReadOnlySpan<byte> message)
    {
        if (_proved is null)
        {
            _proved = AtThird(out byte[] third);
            if (_proved.Handle(third, out _) != HandshakeVerdict.Proved)
            {
                throw new InvalidOperationException("an honest exchange failed");
            }
        }

        return _proved.TryOpen(message, out _) ? throw new InvalidOperationException("a forged message opened") : 0;
    }

    private NoiseIkSuite Suite(LayerCredentials member) => new(_agreement, AeadId.AesGcm, member, new SeenKeys());
}
