using Lamina.Core;
using Lamina.Node.Driving;

namespace Lamina.Flows;

/// <summary>A read that waits for a message.</summary>
internal sealed class ReadOperation(DomainDriver driver, FlowChannel channel) : Operation<ReadResult>(driver)
{
    public Memory<byte> Target { get; set; }

    protected override bool MayCancel => true;

    public override void Continue(Instant now)
    {
        if (channel.TryRead(Target.Span, out ReadResult result, now))
        {
            Target = default;
            Settle(result, result.IsEndOfFlow ? channel.AbnormalEnd : null);
        }
    }
}
