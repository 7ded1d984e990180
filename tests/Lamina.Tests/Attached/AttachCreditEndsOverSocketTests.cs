namespace Lamina.Tests.Attached;

/// <summary>The same ends where packets go over the socket.</summary>
public sealed class AttachCreditEndsOverSocketTests : AttachCreditEndsTests
{
    protected override bool SharesMemory => false;
}
