using Lamina.Core;

namespace Lamina.Ipc.Tests.Virtual;

/// <summary>Keeps how an allocation ended.</summary>
public sealed class TestSink(TestStack stack) : IAllocationSink
{
    public LowerFlow? Flow { get; private set; }

    public byte[]? Data { get; private set; }

    public CloseReason Reason { get; private set; }

    public int Outcomes { get; private set; }

    public TestUser User { get; } = new();

    /// <summary>The flow, where there must be one.</summary>
    public LowerFlow Open => Flow ?? throw new InvalidOperationException($"no flow: {Reason}, {Outcomes} outcomes");

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        Outcomes++;
        Flow = flow;
        Data = data.ToArray();
        flow.User = User;
    }

    public void HandleRefused(CloseReason reason, Instant now)
    {
        Outcomes++;
        Reason = reason;
    }

    public void Send(params byte[][] packets) => stack.Send(Open, packets);
}
