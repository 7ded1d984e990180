namespace Lamina.Node.Tests.Attach;

/// <summary>What a program sends costs credit where it came into the ring, and nowhere else: the daemon grants by what it takes out.</summary>
public sealed class AttachedCreditTests : IDisposable
{
    private readonly AttachedProgram _program = new();

    [Fact]
    public void What_finds_no_room_costs_nothing()
    {
        _program.TakeFlow(credit: 1 << 30);
        _program.SendWhileItMay();
        int left = _program.Flow!.Left;
        Assert.InRange(left, 1, 1 << 30);
        _program.Send(packets: 40);
        Assert.Equal(left, _program.Flow.Left);
    }

    public void Dispose() => _program.Dispose();
}
