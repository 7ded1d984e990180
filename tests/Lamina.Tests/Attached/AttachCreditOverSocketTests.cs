namespace Lamina.Tests.Attached;

/// <summary>Credit of attached programs whose packets go over the socket.</summary>
public sealed class AttachCreditOverSocketTests(ITestOutputHelper output) : AttachCreditTests(output)
{
    protected override bool SharesMemory => false;
}
