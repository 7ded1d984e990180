using Lamina.Core;
using Lamina.Node.Driving;
using Lamina.Protocols.Flows;

namespace Lamina.Flows;

/// <summary>A write that waits for room. Once some of the message was taken it runs to its end, or the message would be torn.</summary>
internal sealed class WriteOperation(DomainDriver driver, FlowChannel channel) : Operation<bool>(driver)
{
    private int _written;

    protected override bool MayCancel => _written == 0;

    private ReadOnlyMemory<byte> Message { get; set; }

    public void Set(ReadOnlyMemory<byte> message, int written)
    {
        Message = message;
        _written = written;
    }

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
}
