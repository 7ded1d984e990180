using Lamina.Core;
using Lamina.Node.Driving;

namespace Lamina.Flows;

/// <summary>A read that waits for a message. Where it gives up, it has taken nothing.</summary>
internal sealed class ReadOperation(DomainDriver driver, FlowChannel channel) : Operation<ReadResult>(driver)
{
    public Memory<byte> Target { get; set; }

    protected override ref CallGate Gate => ref channel.Reads;

    public override void Continue(Instant now)
    {
        if (channel.TryRead(Target.Span, out ReadResult result, now))
        {
            Target = default;
            Settle(result, channel.FailureOf(result));
        }
    }

    protected override LaminaException LateAfter(Duration patience) => new(
        LaminaError.Timeout, $"nothing to read within {patience.TotalSeconds:0.###} s (the flow goes on; its ReadTimeout says how long a read waits)");

    protected override void Forget() => Target = default;
}
