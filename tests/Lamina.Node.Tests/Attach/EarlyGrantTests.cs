using Lamina.Core;

namespace Lamina.Node.Tests.Attach;

/// <summary>
/// A grant comes through the ring, and the flow that it is for through the socket: whichever is read first, the flow has its credit. Both
/// happen at once where the acceptor says first that it cannot use the memory that the two were to share.
/// </summary>
public sealed class EarlyGrantTests : IDisposable
{
    private const int Plenty = 1 << 20;

    private readonly AttachedProgram _program = new();

    [Fact]
    public void It_waits_for_its_flow()
    {
        Assert.False(_program.TakeGrant(Plenty));
        _program.TakeFlow(credit: 0);
        _program.SendWhileItMay();
        Assert.True(_program.TakeGrant(Plenty));
        Assert.True(_program.IsWritable);
    }

    [Fact]
    public void One_that_comes_before_the_end_of_shared_memory_counts_when_that_ends()
    {
        _program.TakePair();
        _program.TakeFlow(credit: 0);
        _program.SendWhileItMay();
        Assert.True(_program.TakeGrant(Plenty));
        Assert.False(_program.IsWritable);
        _program.TakePairOver();
        Assert.True(_program.IsWritable);
    }

    [Fact]
    public void One_for_a_flow_that_is_closed_is_taken_and_forgotten()
    {
        _program.TakeFlow(credit: 0);
        _program.Flow!.Close(CloseReason.Normal, Instant.Zero);
        Assert.True(_program.TakeGrant(Plenty));
    }

    public void Dispose() => _program.Dispose();
}
