using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;
using Lamina.Security.Tests.Credentials;
using Lamina.Security.Tickets.Claims;

namespace Lamina.Security.Tests.Tickets;

/// <summary>The talk between who comes with a ticket and who gave it out, and what others can make of it.</summary>
public sealed class ClaimTests : IDisposable
{
    private readonly TicketLab _lab = new();

    [Fact]
    public void Who_has_the_ticket_says_who_it_is_and_hears_what_is_for_it_alone()
    {
        using ClaimInitiator joiner = _lab.NewInitiator();
        using ClaimResponder inviter = _lab.NewResponder();
        Assert.True(inviter.Handle(TicketLab.Begin(joiner)));
        ClaimVerdict verdict = joiner.Handle(inviter.Answer(), out byte[] third);
        Assert.True(verdict.IsProved, verdict.ToString());
        Assert.True(inviter.Handle(third, out NodeRequest? request));
        Assert.Equal(_lab.Joiner.Id, request!.Node);
        Assert.True(joiner.TryOpen(inviter.Seal("welcome"u8), out byte[] said));
        Assert.Equal("welcome"u8, said);
        Assert.True(inviter.TryOpen(joiner.Seal("thanks"u8), out said));
        Assert.Equal("thanks"u8, said);
    }

    [Fact]
    public void Wrong_secret_is_found_with_the_first_message()
    {
        using ClaimInitiator joiner = _lab.NewInitiator(_lab.NewTicket());
        using ClaimResponder inviter = _lab.NewResponder();
        Assert.False(inviter.Handle(TicketLab.Begin(joiner)));
    }

    [Fact]
    public void Another_number_with_the_same_secret_opens_nothing()
    {
        using ClaimInitiator joiner = _lab.NewInitiator(_lab.Ticket with { Number = 8 });
        using ClaimResponder inviter = _lab.NewResponder();
        Assert.False(inviter.Handle(TicketLab.Begin(joiner)));
    }

    [Fact]
    public void A_replayed_join_gets_an_answer_that_its_replayer_cannot_read_and_no_further()
    {
        using ClaimInitiator joiner = _lab.NewInitiator();
        byte[] first = TicketLab.Begin(joiner);
        using ClaimResponder once = _lab.NewResponder();
        Assert.True(once.Handle(first));
        Assert.True(joiner.Handle(once.Answer(), out byte[] third).IsProved);

        using ClaimResponder twice = _lab.NewResponder();
        Assert.True(twice.Handle(first));
        byte[] answer = twice.Answer();
        Assert.True(answer.AsSpan().IndexOf(_lab.Inviter.Own[^32..]) < 0);
        Assert.True(answer.AsSpan().IndexOf(_lab.Authority.Roots.Bytes.Span[^32..]) < 0);
        Assert.False(twice.Handle(third, out NodeRequest? request));
        Assert.Null(request);
    }

    [Fact]
    public void Every_flipped_bit_of_every_message_ends_it()
    {
        // One bit of each byte, another one each time: every byte is part of what is checked.
        int lengthOfFirst = Run(-1, -1, out int lengthOfSecond, out int lengthOfThird);
        for (int i = 0; i < lengthOfFirst; i++)
        {
            Assert.Equal(0, Run(0, i, out _, out _));
        }

        for (int i = 0; i < lengthOfSecond; i += 7)
        {
            Assert.Equal(0, Run(1, i, out _, out _));
        }

        for (int i = 0; i < lengthOfThird; i += 3)
        {
            Assert.Equal(0, Run(2, i, out _, out _));
        }
    }

    [Fact]
    public void Messages_of_two_talks_do_not_mix()
    {
        using ClaimInitiator one = _lab.NewInitiator();
        using ClaimInitiator other = _lab.NewInitiator();
        using ClaimResponder ofOne = _lab.NewResponder();
        using ClaimResponder ofOther = _lab.NewResponder();
        Assert.True(ofOne.Handle(TicketLab.Begin(one)));
        Assert.True(ofOther.Handle(TicketLab.Begin(other)));
        Assert.Equal(ClaimVerdictKind.NotOpened, one.Handle(ofOther.Answer(), out byte[] third).Kind);
        Assert.Empty(third);
        Assert.Equal(ClaimVerdictKind.NotOpened, other.Handle(ofOne.Answer(), out third).Kind);
        Assert.Empty(third);
    }

    [Fact]
    public void Other_roots_are_somebody_in_between_and_hear_nothing_of_the_joiner()
    {
        // Who knows the ticket (it was read on its way) and poses as the layer.
        using var liar = new Authority(99);
        NodeIdentity node = liar.NewNode();
        _lab.Inviter = new LayerCredentials(node, new CredentialChain(liar.Issue(node)), liar.Trust);
        ClaimVerdict verdict = Ask(TicketLab.Now, out byte[] third);
        Assert.Equal(ClaimVerdictKind.OtherRoots, verdict.Kind);
        Assert.Contains("somebody is in between", verdict.ToString(), StringComparison.Ordinal);
        Assert.Empty(third);
    }

    [Fact]
    public void The_right_roots_with_a_credential_that_is_not_theirs_are_refused()
    {
        using var liar = new Authority(99);
        NodeIdentity node = liar.NewNode();
        CredentialTerms terms = _lab.Authority.Terms(node);
        _lab.Inviter = new LayerCredentials(node, new CredentialChain(Credential.Issue(liar.Root, terms)), _lab.Authority.Trust);
        ClaimVerdict verdict = Ask(TicketLab.Now, out byte[] third);
        Assert.Equal((ClaimVerdictKind.NotAMember, CredentialVerdictKind.NotIssued), (verdict.Kind, verdict.Credential.Kind));
        Assert.Empty(third);
    }

    [Fact]
    public void A_stolen_credential_is_no_proof_without_its_key()
    {
        NodeIdentity victim = _lab.Authority.NewNode();
        NodeIdentity thief = _lab.Authority.NewNode();
        var stolen = new CredentialChain(_lab.Authority.Issue(victim));
        Assert.Throws<ArgumentException>(() => new ClaimResponder(
            new LayerCredentials(thief, stolen, _lab.Authority.Trust), 7, _lab.Ticket.Key, new SeededRandom(6)));
        var demands = new CredentialDemands { Agreement = new AgreementKey(ClaimSide.Agreement, thief.Find(ClaimSide.Agreement)!.Public.ToArray()) };
        Assert.Equal(CredentialVerdictKind.WrongSubject, _lab.Authority.Examine(stolen, demands));
    }

    [Theory]
    [InlineData(-365, "one of the clocks is wrong")]
    [InlineData(400, "the clock here says")]
    public void A_clock_that_is_wrong_by_a_year_is_named(int days, string words)
    {
        ClaimVerdict verdict = Ask(TicketLab.Now.AddDays(days), out byte[] third);
        Assert.Equal(ClaimVerdictKind.NotAMember, verdict.Kind);
        Assert.Contains(words, verdict.ToString(), StringComparison.Ordinal);
        Assert.Empty(third);
    }

    public void Dispose() => _lab.Dispose();

    private ClaimVerdict Ask(DateTimeOffset now, out byte[] third)
    {
        using ClaimInitiator joiner = _lab.NewInitiator(now: now);
        using ClaimResponder inviter = _lab.NewResponder();
        Assert.True(inviter.Handle(TicketLab.Begin(joiner)));
        return joiner.Handle(inviter.Answer(), out third);
    }

    /// <summary>Runs a whole talk with one bit flipped. Returns the first message's length where it succeeds, else 0.</summary>
    private int Run(int message, int at, out int lengthOfSecond, out int lengthOfThird)
    {
        lengthOfSecond = lengthOfThird = 0;
        using ClaimInitiator joiner = _lab.NewInitiator();
        using ClaimResponder inviter = _lab.NewResponder();
        byte[] first = TicketLab.Begin(joiner);
        Flip(first, message == 0 ? at : -1);
        if (!inviter.Handle(first))
        {
            return 0;
        }

        byte[] second = inviter.Answer();
        lengthOfSecond = second.Length;
        Flip(second, message == 1 ? at : -1);
        if (!joiner.Handle(second, out byte[] third).IsProved)
        {
            return 0;
        }

        lengthOfThird = third.Length;
        Flip(third, message == 2 ? at : -1);
        return inviter.Handle(third, out _) ? first.Length : 0;
    }

    private static void Flip(byte[] bytes, int at)
    {
        if (at >= 0)
        {
            bytes[at] ^= (byte)(1 << (at % 8));
        }
    }
}
