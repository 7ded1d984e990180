using Lamina.Core;
using Lamina.Node.Driving;
using Lamina.Protocols.Flows;

namespace Lamina.Flows;

/// <summary>
/// A write that waits for room. Where it gives up, its message is not delivered: fragments that are on their way stay
/// incomplete, and the receiver drops them when the next message begins.
/// </summary>
internal sealed class WriteOperation(DomainDriver driver, FlowChannel channel) : Operation<bool>(driver)
{
    private int _written;

    private ReadOnlyMemory<byte> Message { get; set; }

    public void Set(ReadOnlyMemory<byte> message, int written)
    {
        Message = message;
        _written = written;
    }

    protected override ref CallGate Gate => ref channel.Writes;

    public override void Continue(Instant now)
    {
        WriteStatus status = channel.Write(Message.Span, ref _written, now);
        if (status == WriteStatus.Blocked)
        {
            return;
        }

        Message = default;
        Settle(true, channel.FailureOf(status));
    }

    protected override LaminaException LateAfter(Duration patience) => new(
        LaminaError.Timeout,
        $"no room for the message within {patience.TotalSeconds:0.###} s: the peer reads too slowly, or the way is too slow (the flow goes on; its WriteTimeout says how long a write waits)");

    protected override void Forget() => Message = default;
}
