namespace Lamina.Protocols.Tests.Flows;

public sealed class SealedClosingTests : ClosingTests
{
    private protected override bool IsSealed => true;
}

public sealed class SealedCreditTests : CreditTests
{
    private protected override bool IsSealed => true;
}

public sealed class SealedFlowControlTests : FlowControlTests
{
    private protected override bool IsSealed => true;
}

public sealed class SealedGivenUpWriteTests : GivenUpWriteTests
{
    private protected override bool IsSealed => true;
}

public sealed class SealedHalfCloseTests : HalfCloseTests
{
    private protected override bool IsSealed => true;
}

public sealed class SealedLongMessageTests : LongMessageTests
{
    private protected override bool IsSealed => true;
}

public sealed class SealedLossRecoveryTests(ITestOutputHelper output) : LossRecoveryTests(output)
{
    private protected override bool IsSealed => true;
}

public sealed class SealedPeerSilenceTests : PeerSilenceTests
{
    private protected override bool IsSealed => true;
}

public sealed class SealedReliableFlowTests : ReliableFlowTests
{
    private protected override bool IsSealed => true;
}

public sealed class SealedSharedMemoryTests(ITestOutputHelper output) : SharedMemoryTests(output)
{
    private protected override bool IsSealed => true;
}

public sealed class SealedSwitchTests : SwitchTests
{
    private protected override bool IsSealed => true;
}

public sealed class SealedTailLossTests : TailLossTests
{
    private protected override bool IsSealed => true;
}

public sealed class SealedUnreliableFlowTests : UnreliableFlowTests
{
    private protected override bool IsSealed => true;
}
