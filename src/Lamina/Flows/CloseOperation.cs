using Lamina.Core;
using Lamina.Node.Driving;

namespace Lamina.Flows;

/// <summary>A close that waits until what was written is delivered, or given up.</summary>
internal sealed class CloseOperation(DomainDriver driver, FlowChannel channel) : Operation<bool>(driver)
{
    protected override bool MayCancel => true;

    public override void Continue(Instant now)
    {
        if (channel.IsClosed)
        {
            Settle(true, null);
        }
        else
        {
            channel.Close(now);
        }
    }
}
