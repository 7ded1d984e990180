using Lamina.Core;
using Lamina.Wire.Enrolment;

namespace Lamina.Wire.Tests.Enrolment;

public class EnrolmentMessageTests
{
    private static readonly LayerParameters Layer = new(Name.Parse("net"), 1429, Duration.FromSeconds(5)) { IsInsecure = true };

    [Fact]
    public void Vector_of_a_request()
    {
        byte[] bytes = new byte[EnrolmentRequest.Length];
        new EnrolmentRequest(1, 3).Write(bytes);
        Assert.Equal("010103", Convert.ToHexStringLower(bytes));
        Assert.True(EnrolmentRequest.TryRead(bytes, out EnrolmentRequest read));
        Assert.Equal(new EnrolmentRequest(1, 3), read);
    }

    [Fact]
    public void A_request_of_a_later_version_may_be_longer() =>
        Assert.True(EnrolmentRequest.TryRead(Convert.FromHexString("010509aabbcc"), out _));

    [Fact]
    public void Vector_of_a_refusal()
    {
        var refusal = new EnrolmentRefusal(CloseReason.VersionMismatch, 1, 2, "no");
        byte[] bytes = new byte[EnrolmentRefusal.MaxLength];
        int length = refusal.Write(bytes);
        Assert.Equal("02050102026e6f", Convert.ToHexStringLower(bytes.AsSpan(0, length)));
        Assert.True(EnrolmentRefusal.TryRead(bytes.AsSpan(0, length), out EnrolmentRefusal read));
        Assert.Equal(refusal, read);
    }

    [Fact]
    public void A_refusal_that_is_too_long_is_cut_at_a_character()
    {
        byte[] bytes = new byte[EnrolmentRefusal.MaxLength];
        int length = new EnrolmentRefusal(CloseReason.Refused, 1, 1, new string('€', 300)).Write(bytes);
        Assert.True(EnrolmentRefusal.TryRead(bytes.AsSpan(0, length), out EnrolmentRefusal read));
        Assert.Equal(new string('€', 66), read.Text);
    }

    [Fact]
    public void A_refusal_cannot_steer_a_terminal()
    {
        byte[] bytes = new byte[EnrolmentRefusal.MaxLength];
        int length = new EnrolmentRefusal(CloseReason.Refused, 1, 1, "a\u001b[2Jb").Write(bytes);
        EnrolmentRefusal.TryRead(bytes.AsSpan(0, length), out EnrolmentRefusal read);
        Assert.Equal("a[2Jb", read.Text);
    }

    [Fact]
    public void A_configuration_comes_back_whole()
    {
        Assert.True(EnrolmentCodec.TryReadConfiguration(EnrolmentCodec.WriteConfiguration(Layer), out LayerParameters read));
        Assert.Equal(Layer, read);
    }

    [Fact]
    public void A_configuration_outside_its_ranges_is_not_read()
    {
        Assert.False(EnrolmentCodec.TryReadConfiguration(EnrolmentCodec.WriteConfiguration(Layer with { AddressSize = 9 }), out _));
        Assert.False(EnrolmentCodec.TryReadConfiguration(EnrolmentCodec.WriteConfiguration(Layer with { InitialTtl = 0 }), out _));
        Assert.False(EnrolmentCodec.TryReadConfiguration(EnrolmentCodec.WriteConfiguration(Layer with { MaxPacketSize = 10 }), out _));
    }

    [Fact]
    public void Hostile_bytes_throw_nothing()
    {
        const ulong Seed = 20_002;
        var random = new SeededRandom(Seed);
        byte[][] good =
        [
            EnrolmentCodec.WriteConfiguration(Layer),
            EnrolmentCodec.WriteConfirm(new Address(77)),
            EnrolmentCodec.WriteDone(new Address(77)),
            [2, 5, 1, 2, 2, 110, 111],
            [1, 1, 1],
        ];
        for (int i = 0; i < 200_000; i++)
        {
            byte[] bytes = Mutate(good[random.Next(good.Length)], random);
            Exception? thrown = Record.Exception(() => ReadAll(bytes));
            Assert.True(thrown is null, $"seed {Seed}, input {i}: {Convert.ToHexString(bytes)}: {thrown}");
        }
    }

    private static void ReadAll(byte[] bytes)
    {
        EnrolmentCodec.TryReadConfiguration(bytes, out _);
        EnrolmentCodec.TryReadConfirm(bytes, out _, out _);
        EnrolmentCodec.TryReadDone(bytes, out _);
        EnrolmentRequest.TryRead(bytes, out _);
        EnrolmentRefusal.TryRead(bytes, out _);
        Wire.Connections.ConnectionHello.TryRead(bytes, out _);
        ProtobufBarrier.TryParse(Wire.Routing.LinkStateUpdate.Parser, bytes, out Wire.Routing.LinkStateUpdate _);
        ProtobufBarrier.TryParse(Wire.Directory.DirectoryMessage.Parser, bytes, out Wire.Directory.DirectoryMessage _);
    }

    private static byte[] Mutate(byte[] good, SeededRandom random)
    {
        byte[] bytes = random.Next(4) == 0 ? new byte[random.Next(120)] : (byte[])good.Clone();
        if (bytes != good && bytes.Length != good.Length)
        {
            random.Fill(bytes);
        }

        for (int changes = random.Next(4); changes > 0 && bytes.Length > 0; changes--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.NextUInt64();
        }

        return random.Next(3) == 0 ? bytes[..random.Next(bytes.Length + 1)] : bytes;
    }
}
