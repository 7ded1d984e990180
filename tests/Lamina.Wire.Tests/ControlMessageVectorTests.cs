using Google.Protobuf;
using Lamina.Core;
using Lamina.Wire.Directory;
using Lamina.Wire.Enrolment;
using Lamina.Wire.Routing;

namespace Lamina.Wire.Tests;

/// <summary>The bytes of the control messages, frozen: a change of a field's number or meaning shows here.</summary>
public class ControlMessageVectorTests
{
    private static readonly ByteString SomeHash = ByteString.CopyFrom(1, 2, 3);

    [Fact]
    public void A_layer_with_all_defaults()
    {
        var layer = new LayerParameters(Name.Parse("net"), 1429, Duration.FromSeconds(5)) { IsInsecure = true };
        const string Vector =
            "030a036e65741001180420082" + "83c300338950b408827" + "4a0a6c696e6b2d7374617465" + "5203646874" + "5a0672616e646f6d" + "62046e6f6e65" + "6801";
        Assert.Equal(Vector, Convert.ToHexStringLower(EnrolmentCodec.WriteConfiguration(layer)));
        Assert.True(EnrolmentCodec.TryReadConfiguration(Convert.FromHexString(Vector), out LayerParameters read));
        Assert.Equal(layer, read);
    }

    [Fact]
    public void A_link_state_record()
    {
        var update = new LinkStateUpdate
        {
            Records = { new LinkStateRecord { Origin = 7, Sequence = 2, Lifetime = 60_000, Links = { new LinkRecord { Neighbour = 9, Cost = 1 } } } },
        };
        const string Vector = "0a0e0807100218e0d403" + "220408091001";
        Assert.Equal(Vector, Convert.ToHexStringLower(update.ToByteArray()));
        Assert.True(ProtobufBarrier.TryParse(LinkStateUpdate.Parser, Convert.FromHexString(Vector), out LinkStateUpdate read));
        Assert.Equal(update, read);
    }

    [Fact]
    public void A_link_state_summary_and_weights_by_cube()
    {
        var update = new LinkStateUpdate
        {
            Records = { new LinkStateRecord { Origin = 7, Sequence = 2, Links = { new LinkRecord { Neighbour = 9, Cost = 10, Video = 5, Voice = 2 } } } },
            Summaries = { new LinkStateSummary { Last = 255, Origins = { 7, 9 }, Sequences = { 2, 300 } } },
        };
        const string Vector = "0a0e08071002" + "22080809100a18052002" + "220c10ff01" + "1a020709" + "220302ac02";
        Assert.Equal(Vector, Convert.ToHexStringLower(update.ToByteArray()));
        Assert.True(ProtobufBarrier.TryParse(LinkStateUpdate.Parser, Convert.FromHexString(Vector), out LinkStateUpdate read));
        Assert.Equal(update, read);
    }

    [Fact]
    public void A_directory_answer()
    {
        var message = new DirectoryMessage
        {
            Sender = 7,
            Cookie = 300,
            Found = new FoundEntries { Hash = ByteString.CopyFrom(1, 2, 3), Addresses = { 9, 300 } },
        };
        const string Vector = "080710ac02" + "320a0a03010203" + "120309ac02";
        Assert.Equal(Vector, Convert.ToHexStringLower(message.ToByteArray()));
        Assert.True(DirectoryCodec.TryRead(Convert.FromHexString(Vector), out DirectoryMessage read));
        Assert.Equal(message, read);
    }

    [Theory]
    [InlineData("080710ac02" + "1a0c" + "0a03010203100218904e2809", "store for another")]
    [InlineData("080710ac02" + "2204" + "08051001", "refused")]
    [InlineData("080710ac02" + "2a05" + "0a03010203", "find")]
    [InlineData("080710ac02" + "320e" + "0a03010203" + "120109" + "1801" + "22020a0b", "found, unsettled, with nearer ones")]
    [InlineData("080710ac02" + "3a09" + "090100000000000080", "find members")]
    [InlineData("080710ac02" + "4204" + "0a020a0b", "found members")]
    public void Every_kind_of_directory_message(string vector, string what)
    {
        DirectoryMessage message = what switch
        {
            "store for another" => new() { Store = new StoreEntry { Hash = SomeHash, Sequence = 2, Lifetime = 10_000, Member = 9 } },
            "refused" => new() { Stored = new StoreAcknowledgement { Sequence = 5, Refused = true } },
            "find" => new() { Find = new FindEntries { Hash = SomeHash } },
            "find members" => new() { FindMembers = new FindMembers { Key = 0x8000000000000001 } },
            "found members" => new() { FoundMembers = new FoundMembers { Closer = { 10, 11 } } },
            _ => new() { Found = new FoundEntries { Hash = SomeHash, Addresses = { 9 }, Unsettled = true, Closer = { 10, 11 } } },
        };
        message.Sender = 7;
        message.Cookie = 300;
        Assert.Equal(vector, Convert.ToHexStringLower(message.ToByteArray()));
        Assert.True(DirectoryCodec.TryRead(Convert.FromHexString(vector), out DirectoryMessage read));
        Assert.Equal(message, read);
    }

    [Fact]
    public void A_directory_message_that_means_nothing_is_not_read()
    {
        DirectoryMessage[] wrong =
        [
            new() { Cookie = 1, Find = new FindEntries { Hash = SomeHash } },
            new() { Sender = 1 },
            new() { Sender = 1, Find = new FindEntries() },
            new() { Sender = 1, Store = new StoreEntry { Hash = ByteString.CopyFrom(new byte[65]) } },
            new() { Sender = 1, FoundMembers = new FoundMembers { Closer = { 1, 0 } } },
            new() { Sender = 1, FoundMembers = new FoundMembers { Closer = { 1, 2, 3, 4, 5, 6, 7, 8, 9 } } },
            new() { Sender = 1, Found = new FoundEntries { Hash = SomeHash, Addresses = { Enumerable.Repeat(1UL, 33) } } },
        ];
        Assert.All(wrong, message => Assert.False(DirectoryCodec.TryRead(message.ToByteArray(), out _)));
    }

    [Fact]
    public void A_message_that_is_too_long_is_not_parsed() =>
        Assert.False(ProtobufBarrier.TryParse(DirectoryMessage.Parser, new byte[ProtobufBarrier.MaxLength + 1], out DirectoryMessage _));
}
