using Lamina.Core;
using Lamina.Security.Noise;

namespace Lamina.Security.Tests.Noise;

/// <summary>
/// What a handshake owes its user, whatever the network does to its messages. Proves nothing of the strength of the primitives, nor that
/// nothing can be told from the time that they take.
/// </summary>
public class NoiseHandshakeTests
{
    public static TheoryData<string> Protocols => new(Suites.All);

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Both_sides_get_the_same_keys_and_know_each_other(string protocol)
    {
        using Sides sides = new(protocol);
        Assert.True(sides.Run());
        Assert.True(sides.Initiator.IsComplete && sides.Responder.IsComplete);
        byte[][] keys = [.. Enumerable.Range(0, 4).Select(_ => new byte[32])];
        sides.Initiator.Split(keys[0], keys[1]);
        sides.Responder.Split(keys[2], keys[3]);
        Assert.Equal(keys[0], keys[3]);
        Assert.Equal(keys[1], keys[2]);
        Assert.NotEqual(keys[0], keys[1]);
        Assert.Equal(sides.ResponderKey, sides.Initiator.PeerStatic);
        NoisePattern pattern = Suites.Of(protocol).Pattern;
        Assert.Equal(pattern.HasStatic(initiator: true) ? sides.InitiatorKey : [], sides.Responder.PeerStatic);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_bit_that_is_changed_on_the_way_is_noticed(string protocol)
    {
        SeededRandom random = new(3);
        for (int round = 0; round < 60; round++)
        {
            using Sides sides = new(protocol, (ulong)round);
            int which = (int)(random.NextUInt64() % (ulong)Suites.Of(protocol).Pattern.MessageCount);
            bool arrived = sides.Run((number, message) =>
            {
                if (number == which)
                {
                    message[random.NextUInt64() % (ulong)message.Length] ^= (byte)(1 << (int)(random.NextUInt64() % 8));
                }

                return message;
            });
            // What XX and IX say in clear in the first message is vouched for by the next.
            Assert.False(arrived);
            Assert.False(sides.Initiator.IsComplete && sides.Responder.IsComplete);
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Cut_long_and_random_messages_are_refused(string protocol)
    {
        SeededRandom random = new(4);
        for (int round = 0; round < 60; round++)
        {
            using Sides sides = new(protocol, (ulong)round);
            int kind = round % 3;
            Assert.False(sides.Run((_, message) =>
            {
                byte[] wrong = kind switch
                {
                    0 => message[..(int)(random.NextUInt64() % (ulong)message.Length)],
                    1 => [.. message, .. new byte[1 + (int)(random.NextUInt64() % 100)]],
                    _ => new byte[(int)(random.NextUInt64() % 200)],
                };
                if (kind == 2)
                {
                    random.Fill(wrong);
                }

                return wrong;
            }));
        }
    }

    [Fact]
    public void Another_prologue_another_secret_and_another_key_are_refused()
    {
        string protocol = Suites.All.First(name => name.StartsWith("Noise_IK_", StringComparison.Ordinal));
        using Sides prologue = new(protocol, change: settings => settings with { Prologue = new byte[] { 1 } });
        Assert.False(prologue.Run());
        using Sides secret = new(
            protocol.Replace("IK", "IKpsk2", StringComparison.Ordinal),
            change: settings => settings with { Secrets = [new ReadOnlyMemory<byte>([.. new byte[31], 1])] });
        Assert.False(secret.Run());
        NoiseSuite suite = Suites.Of(protocol).Suite;
        using Sides key = new(protocol, change: settings => settings with { Static = KeyPair.New(suite.Agreement, new SeededRandom(9)) });
        Assert.False(key.Run());
    }

    [Fact]
    public void A_failed_handshake_stays_failed_and_turns_are_kept()
    {
        string protocol = Suites.All.First(name => name.StartsWith("Noise_XX_", StringComparison.Ordinal));
        using Sides sides = new(protocol);
        byte[] space = new byte[400];
        Assert.Throws<InvalidOperationException>(() => sides.Responder.WriteMessage([], space));
        Assert.Throws<InvalidOperationException>(() => sides.Initiator.TryReadMessage(space, space, out _));
        Assert.Throws<InvalidOperationException>(() => sides.Initiator.Split(new byte[32], new byte[32]));
        Assert.Equal(-1, sides.Initiator.WriteMessage([], new byte[10]));
        Assert.True(sides.Initiator.HasFailed);
        Assert.Throws<InvalidOperationException>(() => sides.Initiator.WriteMessage([], space));
    }

    [Fact]
    public void What_a_pattern_takes_must_be_there()
    {
        (NoisePattern pattern, NoiseSuite suite) = Suites.Of(Suites.All.First(name => name.StartsWith("Noise_IK_", StringComparison.Ordinal)));
        KeyPair pair = KeyPair.New(suite.Agreement, new SeededRandom(1));
        HandshakeSettings settings = new(pattern, suite, true, pair) { Static = pair, PeerStatic = pair.Public.ToArray() };
        Assert.Throws<ArgumentException>(() => new NoiseHandshake(settings with { Static = null }));
        Assert.Throws<ArgumentException>(() => new NoiseHandshake(settings with { PeerStatic = new byte[5] }));
        Assert.Throws<ArgumentException>(() => new NoiseHandshake(settings with { Secrets = [new byte[32]] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => pattern.WithSecret(3));
    }
}
