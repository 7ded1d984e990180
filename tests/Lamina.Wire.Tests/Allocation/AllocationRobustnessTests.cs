using Lamina.Core;
using Lamina.Wire.Allocation;

namespace Lamina.Wire.Tests.Allocation;

/// <summary>Whatever comes from the network: a clear yes or no, never an exception.</summary>
public sealed class AllocationRobustnessTests
{
    private static readonly NameHash Hash = NameHash.Of(Name.Parse("oping"), HashAlgorithmId.Sha3_256);

    private delegate bool Reader(ReadOnlySpan<byte> message);

    public static TheoryData<int> AddressSizes => [0, 1, 4, 8];

    [Theory]
    [MemberData(nameof(AddressSizes))]
    public void Every_message_comes_back_and_no_shorter_or_longer_one_does(int addressSize)
    {
        foreach ((byte[] message, Reader reads, bool mayGrow) in Samples(addressSize))
        {
            Assert.True(reads(message));
            for (int length = 0; length < message.Length; length++)
            {
                Assert.False(reads(message.AsSpan(0, length)), $"cut to {length} of {message.Length}");
            }

            Assert.Equal(mayGrow, reads([.. message, 0]));
        }
    }

    [Theory]
    [MemberData(nameof(AddressSizes))]
    public void A_target_that_is_too_small_gets_nothing(int addressSize)
    {
        byte[] target = new byte[1024];
        int full = new ConfirmPdu(77, 0, 78).Write(target, addressSize);
        for (int length = 0; length < full; length++)
        {
            Assert.Equal(0, new ConfirmPdu(77, 0, 78).Write(target.AsSpan(0, length), addressSize));
        }
    }

    [Fact]
    public void Random_bytes_and_flipped_bits_are_read_or_not_but_never_throw()
    {
        const ulong seed = 20_260_101;
        var random = new SeededRandom(seed);
        byte[] noise = new byte[900];
        for (int round = 0; round < 20_000; round++)
        {
            int addressSize = random.Next(9);
            Span<byte> message = noise.AsSpan(0, random.Next(noise.Length));
            random.Fill(message);
            if (round % 2 == 0 && message.Length > 2)
            {
                message[0] = (byte)random.Next(2);
                message[1] = (byte)random.Next(8);
            }

            ReadAll(message, addressSize);
        }

        foreach ((byte[] message, _, _) in Samples(4))
        {
            for (int bit = 0; bit < 8 * message.Length; bit++)
            {
                byte[] flipped = [.. message];
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                ReadAll(flipped, 4);
            }
        }
    }

    [Fact]
    public void An_update_with_one_wrong_bit_changes_nothing()
    {
        byte[] bytes = new byte[64];
        int length = new UpdatePdu(77, 5, 78, new(1, 1, 2, 3, 4)).Write(bytes, 4);
        Assert.True(UpdatePdu.TryRead(bytes.AsSpan(0, length), 4, out _));
        for (int bit = 0; bit < 8 * length; bit++)
        {
            byte[] flipped = bytes[..length];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(UpdatePdu.TryRead(flipped, 4, out _), $"bit {bit}");
        }
    }

    [Fact]
    public void Data_longer_than_allowed_are_refused()
    {
        byte[] bytes = new byte[2048];
        int length = Request(new byte[AllocationRequest.MaxDataLength + 1]).Write(bytes, 4);
        Assert.True(length > 0);
        Assert.False(RequestPdu.TryRead(bytes.AsSpan(0, length), 4, out _));
    }

    [Fact]
    public void A_flow_cannot_have_the_number_of_a_component()
    {
        byte[] bytes = new byte[128];
        int length = new RequestPdu { SourceEid = 63, Qos = QosSpec.Raw, Destination = Hash }.Write(bytes, 4);
        Assert.False(RequestPdu.TryRead(bytes.AsSpan(0, length), 4, out _));
    }

    private static RequestPdu Request(byte[] data) =>
        new() { SourceEid = ulong.MaxValue, SourceAddress = 9, Qos = QosSpec.Voice, Destination = Hash, Data = data };

    private static List<(byte[] Message, Reader Reads, bool MayGrow)> Samples(int addressSize)
    {
        byte[] bytes = new byte[2048];
        byte[] Written(int length) => bytes[..length];
        return
        [
            (Written(Request(new byte[AllocationRequest.MaxDataLength]).Write(bytes, addressSize)),
                m => RequestPdu.TryRead(m, addressSize, out _), true),
            (Written(new RequestPdu { SourceEid = 99, Qos = QosSpec.Raw, Destination = Hash, Cookie = new byte[16] }.Write(bytes, addressSize)),
                m => RequestPdu.TryRead(m, addressSize, out _), true),
            (Written(new CookiePdu { RequesterEid = 77, Cookie = new byte[16] }.Write(bytes, addressSize)), m => CookiePdu.TryRead(m, addressSize, out _), false),
            (Written(new ReplyPdu { SourceEid = 99, RequesterEid = 98, Reason = CloseReason.None, MaxPacketLifetime = 1 }
                .Write(bytes, addressSize)), m => ReplyPdu.TryRead(m, addressSize, out _), false),
            (Written(new ConfirmPdu(77, 0, 78).Write(bytes, addressSize)), m => ConfirmPdu.TryRead(m, addressSize, out _), false),
            (Written(new UpdatePdu(77, 0, 78, new(1, 1, 2, 3, 4)).Write(bytes, addressSize)), m => UpdatePdu.TryRead(m, addressSize, out _), false),
            (Written(new ClosePdu(77, 0, 78, CloseReason.Normal).Write(bytes, addressSize)),
                m => ClosePdu.TryRead(m, addressSize, out _), false),
            (Written(new CloseAckPdu(77, 0, 78).Write(bytes, addressSize)),
                m => CloseAckPdu.TryRead(m, addressSize, out _), false),
            (Written(new VersionRefusalPdu(77, 0, 1, 2).Write(bytes, addressSize)),
                m => VersionRefusalPdu.TryRead(m, addressSize, out _), true),
        ];
    }

    private static void ReadAll(ReadOnlySpan<byte> message, int addressSize)
    {
        RequestPdu.TryRead(message, addressSize, out _);
        ReplyPdu.TryRead(message, addressSize, out _);
        ConfirmPdu.TryRead(message, addressSize, out _);
        UpdatePdu.TryRead(message, addressSize, out _);
        ClosePdu.TryRead(message, addressSize, out _);
        CloseAckPdu.TryRead(message, addressSize, out _);
        VersionRefusalPdu.TryRead(message, addressSize, out _);
    }
}
