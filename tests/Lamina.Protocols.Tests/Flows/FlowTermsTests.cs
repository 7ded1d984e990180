using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Wire.Offers;

namespace Lamina.Protocols.Tests.Flows;

public class FlowTermsTests
{
    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Where_there_are_keys_both_seal_and_nothing_else_is_agreed(bool acceptorHasKeys, bool initiatorHasKeys, bool isAgreed)
    {
        foreach (QosSpec qos in (QosSpec[])[QosSpec.Raw, QosSpec.RawNoErrors, QosSpec.Voice, QosSpec.Data])
        {
            Assert.True(FlowTerms.TryAnswer(
                FlowTerms.Offer(qos), qos, out FlowTerms? acceptor, out byte[] answer, out _, hasKeys: acceptorHasKeys));
            Assert.Equal(acceptorHasKeys, acceptor!.Composition.Has(ElementId.Seal));
            Assert.False(acceptorHasKeys && acceptor.Composition.Has(ElementId.Integrity));
            Assert.Equal(isAgreed, FlowTerms.TryConclude(answer, qos, out FlowTerms? terms, out CloseReason reason, hasKeys: initiatorHasKeys));
            Assert.Equal(isAgreed ? CloseReason.None : CloseReason.NoCommonComposition, reason);
            Assert.Equal(isAgreed && initiatorHasKeys, terms is not null && terms.Composition.Has(ElementId.Seal));
        }
    }

    [Fact]
    public void An_offer_without_the_seal_is_refused_where_there_are_keys()
    {
        byte[] offer = new FlowOffer(FlowTerms.Versions, 20, 30_000, 2048, Composition.For(QosSpec.Data).Elements).ToBytes();
        Assert.False(FlowTerms.TryAnswer(offer, QosSpec.Data, out _, out _, out CloseReason reason, hasKeys: true));
        Assert.Equal(CloseReason.NoCommonComposition, reason);
    }

    [Fact]
    public void Both_ends_agree_in_one_round_trip_for_every_named_spec()
    {
        foreach (string name in QosNames.All)
        {
            Assert.True(QosNames.TryGet(name, out QosSpec qos));
            byte[] offer = FlowTerms.Offer(qos);
            Assert.True(offer.Length <= 64);
            var mine = new FlowLimits { AckBound = Duration.FromMilliseconds(50), RetransmissionBound = Duration.FromSeconds(5), ReceivePackets = 100 };
            Assert.True(FlowTerms.TryAnswer(offer, qos, out FlowTerms? acceptor, out byte[] answer, out _, mine));
            Assert.True(FlowTerms.TryConclude(answer, qos, out FlowTerms? initiator, out _));
            Assert.Equal(acceptor!.Composition.Elements, initiator!.Composition.Elements);
            Assert.Equal(Duration.FromMilliseconds(50), initiator.AckBound);
            Assert.Equal(Duration.FromSeconds(30), initiator.RetransmissionBound);
            Assert.Equal((acceptor.AckBound, acceptor.RetransmissionBound), (initiator.AckBound, initiator.RetransmissionBound));
            Assert.Equal(100, initiator.PeerWindow);
            Assert.Equal(2048, acceptor.PeerWindow);
        }
    }

    [Theory]
    [InlineData("raw", "")]
    [InlineData("raw-no-errors", "Integrity")]
    [InlineData("best-effort", "Frcp Integrity")]
    [InlineData("video", "Frcp Integrity")]
    [InlineData("voice", "Frcp Integrity")]
    [InlineData("data", "Frcp Integrity")]
    public void The_composition_follows_from_the_spec(string name, string elements)
    {
        Assert.True(QosNames.TryGet(name, out QosSpec qos));
        Composition composition = Composition.For(qos);
        Assert.Equal(elements, string.Join(' ', composition.Elements.Select(element => element.Id)));
        Assert.Equal(name == "data", (composition.FrcpFeatures & FrcpFeatures.Retransmission) != 0);
    }

    [Theory]
    [InlineData("raw", "")]
    [InlineData("raw-no-errors", "")]
    [InlineData("best-effort", "Frcp")]
    [InlineData("data", "Frcp")]
    public void Nobody_checks_what_cannot_break_on_the_way(string name, string elements)
    {
        Assert.True(QosNames.TryGet(name, out QosSpec qos));
        Assert.True(FlowTerms.TryAnswer(
            FlowTerms.Offer(qos), qos, out FlowTerms? acceptor, out byte[] answer, out _, isIntactBelow: true));
        Assert.True(FlowTerms.TryConclude(answer, qos, out FlowTerms? initiator, out _, isIntactBelow: true));
        Assert.Equal(elements, string.Join(' ', acceptor!.Composition.Elements.Select(element => element.Id)));
        Assert.Equal(acceptor.Composition.Elements, initiator!.Composition.Elements);

        // A peer that leaves the check out, over a flow of which one's own stack does not say so, gets no flow.
        bool needsCheck = qos.BitErrors == 0;
        Assert.Equal(!needsCheck, FlowTerms.TryConclude(answer, qos, out _, out CloseReason reason));
        Assert.Equal(needsCheck ? CloseReason.NoCommonComposition : CloseReason.None, reason);
    }

    [Fact]
    public void Fragmentation_and_flow_control_are_on_where_both_want_them()
    {
        QosSpec qos = QosSpec.Data;
        foreach (bool initiator in (bool[])[true, false])
        {
            foreach (bool acceptor in (bool[])[true, false])
            {
                var mine = new FlowLimits { Fragments = initiator, ControlsFlow = acceptor };
                var its = new FlowLimits { Fragments = acceptor, ControlsFlow = initiator };
                Assert.True(FlowTerms.TryAnswer(FlowTerms.Offer(qos, mine), qos, out FlowTerms? there, out byte[] answer, out _, its));
                Assert.True(FlowTerms.TryConclude(answer, qos, out FlowTerms? here, out _, mine));
                Assert.Equal(there!.Composition.Elements, here!.Composition.Elements);
                FrcpFeatures both = initiator && acceptor ? FrcpFeatures.Fragmentation | FrcpFeatures.FlowControl : 0;
                Assert.Equal(FrcpFeatures.Retransmission | both, here.Composition.FrcpFeatures);
            }
        }
    }

    [Fact]
    public void A_refusal_says_why()
    {
        byte[] offer = FlowTerms.Offer(QosSpec.Data);
        offer[0] = 2;
        offer[1] = 9;
        Assert.Equal(CloseReason.VersionMismatch, Refusal(offer, QosSpec.Data));
        Assert.Equal(CloseReason.VersionMismatch, Refusal([2, 9], QosSpec.Data));
        Assert.Equal(CloseReason.NoCommonComposition, Refusal(FlowTerms.Offer(QosSpec.BestEffort), QosSpec.Data));
        Assert.Equal(CloseReason.ProtocolError, Refusal([], QosSpec.Data));
        Assert.Equal(CloseReason.ProtocolError, Refusal([1, 1, 0], QosSpec.Data));

        FlowTerms.TryAnswer(FlowTerms.Offer(QosSpec.Raw), QosSpec.Raw, out _, out byte[] answer, out _);
        Assert.False(FlowTerms.TryConclude(answer, QosSpec.Data, out _, out CloseReason reason));
        Assert.Equal(CloseReason.NoCommonComposition, reason);
        answer[0] = 7;
        Assert.False(FlowTerms.TryConclude(answer, QosSpec.Raw, out _, out reason));
        Assert.Equal(CloseReason.VersionMismatch, reason);
    }

    [Fact]
    public void Bounds_that_a_peer_asks_for_are_kept_within_reason()
    {
        byte[] offer = new FlowOffer(new(1, 1), ushort.MaxValue, uint.MaxValue, uint.MaxValue, Composition.For(QosSpec.Data).Elements).ToBytes();
        Assert.True(FlowTerms.TryAnswer(offer, QosSpec.Data, out FlowTerms? terms, out _, out _));
        Assert.Equal(Duration.FromSeconds(1), terms!.AckBound);
        Assert.Equal(Duration.FromSeconds(600), terms.RetransmissionBound);
        Assert.InRange(terms.PeerWindow, 1, 1 << 20);
    }

    private static CloseReason Refusal(byte[] offer, QosSpec qos)
    {
        Assert.False(FlowTerms.TryAnswer(offer, qos, out FlowTerms? terms, out _, out CloseReason reason));
        Assert.Null(terms);
        return reason;
    }
}
