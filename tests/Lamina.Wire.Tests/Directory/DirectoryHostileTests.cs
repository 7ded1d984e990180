using Google.Protobuf;
using Lamina.Wire.Directory;

namespace Lamina.Wire.Tests.Directory;

public class DirectoryHostileTests
{
    // Each copy of a choice's field is merged with all before it. Found by tests/Lamina.Fuzz.
    [Fact]
    public void A_body_that_comes_again_and_again_costs_no_square_of_its_length()
    {
        var message = new DirectoryMessage { Sender = 1, FoundMembers = new FoundMembers() };
        message.FoundMembers.Closer.Add([1, 2, 3, 4]);
        byte[] once = message.ToByteArray();
        Assert.True(DirectoryCodec.TryRead(once, out _));
        byte[] body = once[2..];
        byte[] often = [.. once[..2], .. Enumerable.Repeat(body, ProtobufBarrier.MaxLength / body.Length - 1).SelectMany(copy => copy)];
        DirectoryCodec.TryRead(often, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(DirectoryCodec.TryRead(often, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Fields_of_a_later_version_are_passed_over()
    {
        var message = new DirectoryMessage { Sender = 1, FindMembers = new FindMembers { Key = 5 } };
        byte[] later = [.. message.ToByteArray(), 0xA0, 0x06, 0x07, 0xAA, 0x06, 0x02, 1, 2, 0xAD, 0x06, 1, 2, 3, 4, 0xA9, 0x06, 1, 2, 3, 4, 5, 6, 7, 8];
        Assert.True(DirectoryCodec.TryRead(later, out DirectoryMessage read));
        Assert.Equal(5UL, read.FindMembers.Key);
    }
}
