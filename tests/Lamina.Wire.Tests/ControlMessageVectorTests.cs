using Google.Protobuf;
using Lamina.Core;
using Lamina.Wire.Directory;
using Lamina.Wire.Enrolment;
using Lamina.Wire.Routing;

namespace Lamina.Wire.Tests;

/// <summary>The bytes of the control messages, frozen: a change of a field's number or meaning shows here.</summary>
public class ControlMessageVectorTests
{
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
    public void A_link_state_record_with_the_instance_that_speaks()
    {
        var update = new LinkStateUpdate { Records = { new LinkStateRecord { Origin = 7, Sequence = 2, Instance = 0x1122334455667788 } } };
        const string Vector = "0a0d08071002" + "398877665544332211";
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
        Assert.True(ProtobufBarrier.TryParse(DirectoryMessage.Parser, Convert.FromHexString(Vector), out DirectoryMessage read));
        Assert.Equal(message, read);
    }

    [Fact]
    public void A_message_that_is_too_long_is_not_parsed() =>
        Assert.False(ProtobufBarrier.TryParse(DirectoryMessage.Parser, new byte[ProtobufBarrier.MaxLength + 1], out DirectoryMessage _));
}
