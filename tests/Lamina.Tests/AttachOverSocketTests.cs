namespace Lamina.Tests;

/// <summary>The same where there is no shared memory, and packets go over the socket.</summary>
public sealed class AttachOverSocketTests(ITestOutputHelper output) : AttachTests(output)
{
    protected override bool SharesMemory => false;
}
