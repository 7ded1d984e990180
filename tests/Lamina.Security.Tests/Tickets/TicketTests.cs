using Lamina.Security.Tickets;

namespace Lamina.Security.Tests.Tickets;

public sealed class TicketTests
{
    private static readonly TicketLab Lab = new();

    [Theory]
    [InlineData(100, "192.0.2.1:3435")]
    [InlineData(120, "[2001:db8::1]:3435")]
    [InlineData(130, "192.0.2.1:3435", "[2001:db8::1]:3436")]
    [InlineData(190, "192.0.2.1:1", "[2001:db8::1]:2", "[2001:db8::2]:3", "[2001:db8::3]:65535")]
    public void A_ticket_is_a_short_line_and_comes_back_as_it_was(int length, params string[] places)
    {
        Ticket ticket = Lab.NewTicket(0xFEDCBA98, places);
        string text = ticket.ToString();
        Assert.InRange(text.Length, length - 20, length + 10);
        AssertSame(ticket, Parse(text));
        AssertSame(ticket, Parse($"  {text[..20].ToUpperInvariant()}\r\n {text[20..]} "));
    }

    [Fact]
    public void Every_single_mistyped_character_is_found_and_its_place_is_said()
    {
        string text = Lab.Ticket.ToString();
        for (int i = Ticket.Prefix.Length; i < text.Length; i++)
        {
            char wrong = text[i] == 'a' ? 'b' : 'a';
            Assert.False(Ticket.TryParse($"{text[..i]}{wrong}{text[(i + 1)..]}", out _, out string problem));

            // The bits of the last character that no byte takes are the only other thing that can be wrong.
            Assert.True(problem.Contains($"character {i + 1}, '{wrong}', should be '{text[i]}'", StringComparison.Ordinal) || i == text.Length - 1, problem);
        }
    }

    [Fact]
    public void Two_characters_that_changed_places_are_found()
    {
        string text = Lab.Ticket.ToString();
        int at = Enumerable.Range(20, 20).First(i => text[i] != text[i + 1]);
        Assert.False(Ticket.TryParse($"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}", out _, out string problem));
        Assert.Contains($"at {at + 1} should be '{text[at]}{text[at + 1]}'", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "does not begin")]
    [InlineData("net", "does not begin")]
    [InlineData("lamina2:abcdef", "another version")]
    [InlineData("lamina1:", "not whole")]
    [InlineData("lamina1:abc0", "'o' looks like it")]
    [InlineData("lamina1:ab#d", "is in no ticket")]
    public void What_is_no_ticket_is_said_to_be_none(string text, string why)
    {
        Assert.False(Ticket.TryParse(text, out _, out string problem));
        Assert.Contains(why, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ticket_that_is_not_whole_or_has_something_behind_it_is_none()
    {
        string text = Lab.Ticket.ToString();
        for (int i = 0; i < text.Length; i++)
        {
            Assert.False(Ticket.TryParse(text[..i], out _, out _));
        }

        Assert.False(Ticket.TryParse(text + "a", out _, out _));
        Assert.False(Ticket.TryParse(text + new string('a', 1000), out _, out string problem));
        Assert.Contains("too long", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void One_ticket_has_one_form_in_bytes()
    {
        byte[] bytes = Lab.Ticket.Write();
        Assert.True(Ticket.TryRead(bytes, out Ticket? read));
        Assert.Equal(bytes, read!.Write());
        Assert.False(Ticket.TryRead([.. bytes, 0], out _));
    }

    private static Ticket Parse(string text)
    {
        Assert.True(Ticket.TryParse(text, out Ticket? ticket, out string problem), problem);
        return ticket!;
    }

    private static void AssertSame(Ticket one, Ticket other)
    {
        Assert.Equal(one.Write(), other.Write());
        Assert.Equal(one.Places, other.Places);
        Assert.Equal((one.Layer, one.Roots, one.Number, one.NotAfter), (other.Layer, other.Roots, other.Number, other.NotAfter));
        Assert.Equal(one.Key, other.Key);
    }
}
