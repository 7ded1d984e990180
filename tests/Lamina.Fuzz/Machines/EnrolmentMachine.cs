using Lamina.Bearers.Crypto;
using Lamina.Core;
using Lamina.Fuzz.Makers;
using Lamina.Fuzz.Targets;
using Lamina.Security.Handshake;
using Lamina.Security.Handshake.Ik;
using Lamina.Security.Handshake.Xx;
using Lamina.Security.Records;
using Lamina.Wire.Connections;
using Lamina.Wire.Enrolment;

namespace Lamina.Fuzz.Machines;

/// <summary>
/// A member, and a joiner that talks as it likes, from the first message of a talk to the last. In a secure layer the joiner can prove itself honestly on the way
/// (kind 254), and seal what it says then (kind 255): what stands behind the proof is reached.
/// </summary>
internal sealed class EnrolmentMachine(bool isSecure) : FuzzTarget(isSecure ? "machine: enrolment, secure" : "machine: enrolment")
{
    private const byte Prove = 254;
    private const byte Seal = 255;

    private static readonly Duration Step = Duration.FromMicroseconds(50);

    private readonly NoiseIkSuite? _suite = isSecure ? new NoiseIkSuite(SmallNetwork.Agreement, AeadId.AesGcm, Fuzz.Samples.Member(4, X25519.Instance), new SeenKeys()) : null;
    private SmallNetwork? _network;

    public override bool IsStateless => false;

    public override int Run(ReadOnlySpan<byte> input)
    {
        SmallNetwork network = _network!;
        var speaker = new Speaker(network.Enemy);
        speaker.Open(Core.Name.Parse("middle"), SmallNetwork.Hello(ConnectionComponent.Enrolment, 0));
        if (!network.RunUntil(() => speaker.IsOpen || speaker.IsRefused))
        {
            throw new InvalidOperationException("no flow for an enrolment, and no answer");
        }

        XxExchange? exchange = null;
        int heard = 0;
        foreach (byte[] message in Messages.Read(input))
        {
            exchange = Say(network, speaker, message, exchange);
            heard += speaker.Heard.Count;
            speaker.Heard.Clear();
        }

        exchange?.Dispose();
        speaker.Close();
        network.RunFor(Step);
        return heard;
    }

    // The pools of three hosts take their buffers by the half MiB, small ones and large ones, and keep them.
    public override long MostAllocated(int length) => (4 << 20) + (256 * length);

    public override void Examine() => _network!.Examine();

    public override IEnumerable<byte[]> Samples()
    {
        var random = new SeededRandom(1);
        byte[] request = [(byte)EnrolmentMessageKind.Request, 1, 1];
        byte[] confirm = EnrolmentCodec.WriteConfirm(new Address(77));
        byte[] refusal = AllMakers.Of("enrolment: refusal")!(random);
        if (!isSecure)
        {
            return [Messages.Write(request, confirm), Messages.Write(request, confirm, confirm, refusal), Messages.Write(request, ControlMakers.Configuration(random))];
        }

        byte[] first = _suite!.Exchange("lamina enrolment 1", isInitiator: true, Moment, new SeededRandom(3)).Begin();
        return
        [
            Messages.Write([Prove], [Seal, .. request], [Seal, .. confirm]),
            Messages.Write([(byte)EnrolmentMessageKind.Prove, (byte)_suite.Id, .. first], [(byte)EnrolmentMessageKind.Proof, .. first]),
            Messages.Write([Prove], [Seal, .. confirm], [Seal, .. refusal]),
            Messages.Write(request, [Prove]),
        ];
    }

    public override byte[]? Make(SeededRandom random)
    {
        if (random.Next(8) == 0)
        {
            return Messages.Write([(byte)EnrolmentMessageKind.Claim, .. AllMakers.Of("claim: opening")!(random)], random.Bytes(100));
        }

        string[] kinds = ["enrolment: request", "enrolment: confirm", "enrolment: refusal", "enrolment: done", "enrolment: configuration"];
        IEnumerable<byte[]> said = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => AllMakers.Of(random.OneOf(kinds))!(random))];
        return isSecure ? Messages.Write([[Prove], .. said.Select(message => (byte[])[Seal, .. message])]) : Messages.Write(said);
    }

    public override void Renew()
    {
        _network?.Dispose();
        _network = new SmallNetwork(isSecure);
    }

    public override void Dispose()
    {
        _network?.Dispose();
        base.Dispose();
    }

    private static HandshakeMoment Moment => new(Instant.Zero, Simulation.SimulatedWallClock.Epoch);

    private XxExchange? Say(SmallNetwork network, Speaker speaker, byte[] message, XxExchange? exchange)
    {
        switch (message)
        {
            case [Prove, ..] when _suite is not null && exchange is null:
                exchange = _suite.Exchange("lamina enrolment 1", isInitiator: true, Moment, new SeededRandom(5));
                speaker.Say([(byte)EnrolmentMessageKind.Prove, (byte)_suite.Id, .. exchange.Begin()]);
                network.RunFor(Step);
                if (speaker.Heard.TryDequeue(out byte[]? proof) && proof is [(byte)EnrolmentMessageKind.Proof, ..]
                    && exchange.Handle(proof.AsSpan(1), out byte[]? third) == HandshakeVerdict.Proved)
                {
                    speaker.Say([(byte)EnrolmentMessageKind.Proof, .. third!]);
                }

                break;
            case [Seal, ..] when exchange is { IsProved: true }:
                speaker.Say([(byte)EnrolmentMessageKind.Sealed, .. exchange.Seal(message.AsSpan(1))]);
                break;
            default:
                speaker.Say(message);
                break;
        }

        network.RunFor(Step);
        return exchange;
    }
}
