using Lamina.Core;

namespace Lamina.Protocols.Tests.Allocation;

/// <summary>Two allocators over a link that loses nothing.</summary>
public abstract class AllocatorPair
{
    private protected static readonly NameHash Oping = NameHash.Of(Name.Parse("oping"), HashAlgorithmId.Sha3_256);

    private protected AllocatorPair()
    {
        A = new LinkSide(Link, 11, 101);
        B = new LinkSide(Link, 12, 102) { Other = A };
        A.Other = B;
    }

    private protected VirtualLink Link { get; } = new(1);

    private protected LinkSide A { get; }

    private protected LinkSide B { get; }

    private protected RecordingUser AcceptAll(LinkSide side, params byte[] data)
    {
        var user = new RecordingUser();
        side.OnArrival = arrival => Assert.NotNull(arrival.Accept(data, user, Link.Now));
        return user;
    }

    private protected RecordingSink Ask(params byte[] data)
    {
        var sink = new RecordingSink();
        A.Allocator.Allocate(new Address(12), new AllocationRequest(Oping, QosSpec.Data, data), sink, Link.Now);
        return sink;
    }

    private protected void AssertNothingLeft()
    {
        foreach (LinkSide side in (LinkSide[])[A, B])
        {
            Assert.Equal(0, side.Allocator.FlowCount);
            Assert.Equal(0, side.Allocator.ClosingCount);
            Assert.Equal(0, side.Context.Timers.Count);
            Assert.Equal(0, side.Context.Pool.RentedCount);
        }
    }
}
