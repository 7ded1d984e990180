using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;
using Lamina.Security.Tickets;

namespace Lamina.Security.Tests.Tickets;

public sealed class InvitationBookTests
{
    private static readonly DateTimeOffset Now = TicketLab.Now;
    private static readonly Name Net = Name.Parse("net");
    private static readonly KeyId One = KeyId.Of("one"u8);
    private static readonly KeyId Other = KeyId.Of("other"u8);

    [Fact]
    public void One_use_lets_one_node_in_as_often_as_it_comes()
    {
        InvitationBook book = InvitationBook.Empty.With(New(1), Now);
        Assert.Equal(InvitationVerdict.Good, book.Use(Net, 7, One, Now, out book));
        Assert.Equal(InvitationVerdict.Again, book.Use(Net, 7, One, Now, out InvitationBook same));
        Assert.Same(book, same);
        Assert.Equal(InvitationVerdict.UsedUp, book.Use(Net, 7, Other, Now, out same));
        Assert.Same(book, same);

        // Its answer may have been lost just before the end.
        Assert.Equal(InvitationVerdict.Again, book.Use(Net, 7, One, Now.AddDays(2), out _));
    }

    [Fact]
    public void So_many_uses_let_so_many_nodes_in()
    {
        InvitationBook book = InvitationBook.Empty.With(New(3), Now);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(3 - i, book.All[0].Left);
            Assert.Equal(InvitationVerdict.Good, book.Use(Net, 7, KeyId.Of([(byte)i]), Now, out book));
        }

        Assert.Equal(InvitationVerdict.UsedUp, book.Use(Net, 7, One, Now, out _));
    }

    [Fact]
    public void After_its_date_nobody_new_comes_and_it_is_remembered_for_a_while()
    {
        InvitationBook book = InvitationBook.Empty.With(New(3), Now);
        Assert.Equal(InvitationVerdict.Good, book.Use(Net, 7, One, Now.AddDays(1).AddSeconds(-1), out _));
        Assert.Equal(InvitationVerdict.Expired, book.Use(Net, 7, One, Now.AddDays(1), out _));
        Assert.NotNull(book.With(New(1) with { Number = 8 }, Now.AddDays(30)).Find(Net, 7));
        Assert.Null(book.With(New(1) with { Number = 8 }, Now.AddDays(31)).Find(Net, 7));
    }

    [Fact]
    public void Another_number_another_layer_and_one_that_was_taken_back_are_unknown()
    {
        InvitationBook book = InvitationBook.Empty.With(New(1), Now);
        Assert.Equal(InvitationVerdict.Unknown, book.Use(Net, 8, One, Now, out _));
        Assert.Equal(InvitationVerdict.Unknown, book.Use(Name.Parse("other"), 7, One, Now, out _));
        Assert.Equal(InvitationVerdict.Unknown, book.Without(book.All[0]).Use(Net, 7, One, Now, out _));
    }

    private static Invitation New(int uses) => new(
        Net, 7, new byte[32], uses, Now.AddDays(1), new InvitationGrant(Rights.Member, null, TimeSpan.FromDays(365)));
}
