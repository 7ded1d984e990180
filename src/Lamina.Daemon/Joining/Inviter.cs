using System.Security.Cryptography;
using Lamina.Core;
using Lamina.Daemon.Authorities;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting.State;
using Lamina.Node;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;
using Lamina.Security.Tickets;

namespace Lamina.Daemon.Joining;

/// <summary>
/// Gives out invitations, and credentials to those that come with one. A use is on the disk, with the node that it is for, before a credential is issued; so it
/// counts once, whoever races, and whoever is killed. Any thread may ask.
/// </summary>
public sealed class Inviter : ICredentialIssuer
{
    private readonly Lock _gate = new();
    private readonly InvitationFile _file;
    private readonly LayerIssuer _issuer;
    private readonly TimeProvider _clock;

    // Replaced as a whole; null: not read yet.
    private volatile InvitationBook? _book;

    /// <summary>The inviter of a state directory that this process holds.</summary>
    public Inviter(string state, NodeIdentity identity, StoredMemberships memberships, TimeProvider clock)
    {
        _file = new InvitationFile(state);
        _issuer = new LayerIssuer(state, identity, memberships, clock);
        _clock = clock;

        // Before anybody asks on a thread that must not wait. What is damaged is said when it is needed.
        Look();
    }

    /// <summary>All that are remembered.</summary>
    public Answer<InvitationBook> Look() => OnDisk(() => new Answer<InvitationBook>(Outcome.Ok, Book()));

    /// <summary>True where this node can issue for a layer.</summary>
    public Outcome Examine(Name layer) => OnDisk(() => _issuer.FindRoots(layer)).Outcome;

    /// <summary>Gives one out.</summary>
    /// <param name="layer">Into which layer.</param>
    /// <param name="uses">For how many nodes.</param>
    /// <param name="life">For how long.</param>
    /// <param name="grant">What they get.</param>
    /// <param name="places">Where they find a member.</param>
    public Answer<Ticket> Invite(Name layer, int uses, TimeSpan life, InvitationGrant grant, IReadOnlyList<UdpEndpoint> places) => OnDisk(() => Make(layer, uses, life, grant, places));

    /// <summary>Takes one back: who comes with it hears that there is none.</summary>
    public Outcome Cancel(uint number) => OnDisk(() =>
    {
        lock (_gate)
        {
            InvitationBook book = Book();
            if (book.All.FirstOrDefault(one => one.Number == number) is not { } found)
            {
                return new Answer<InvitationBook>(Outcome.NotFound($"there is no invitation {Text(number)}", "lamina invite LAYER --list"), null);
            }

            return Keep(book.Without(found));
        }
    }).Outcome;

    /// <inheritdoc/>
    public Invitation? Find(Name layer, uint number) => _book?.Find(layer, number);

    /// <inheritdoc/>
    public (Outcome Outcome, Membership? Membership) Admit(Name layer, uint number, NodeRequest request)
    {
        Answer<Membership> answer = OnDisk(() => Use(layer, number, request));
        return (answer.Outcome, answer.Value);
    }

    /// <inheritdoc/>
    public (Outcome Outcome, Membership? Membership) Renew(Name layer, RenewalRequest request)
    {
        Answer<Membership> answer = OnDisk(() => _issuer.Renew(layer, request));
        return (answer.Outcome, answer.Value);
    }

    /// <summary>How people say the number.</summary>
    public static string Text(uint number) => $"{number:x8}";

    private Answer<Ticket> Make(Name layer, int uses, TimeSpan life, InvitationGrant grant, IReadOnlyList<UdpEndpoint> places)
    {
        Answer<RootSet> roots = _issuer.FindRoots(layer);
        if (!roots.IsOk)
        {
            return roots.Outcome;
        }

        lock (_gate)
        {
            DateTimeOffset now = _clock.GetUtcNow();
            InvitationBook book = Book();
            if (book.IsFull)
            {
                return Outcome.Failed($"{InvitationBook.MaxInvitations} invitations are out already", "lamina invite LAYER --list, and --cancel those that nobody needs");
            }

            byte[] secret = RandomNumberGenerator.GetBytes(TicketSecret.Length);
            uint number;
            do
            {
                number = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
            }
            while (book.All.Any(one => one.Number == number));

            var ticket = new Ticket(layer, places, RootsFingerprint.Of(roots.Value), number, secret, DateTimeOffset.FromUnixTimeSeconds((now + life).ToUnixTimeSeconds()));
            Keep(book.With(new Invitation(layer, number, ticket.Key, uses, ticket.NotAfter, grant), now));
            return ticket;
        }
    }

    private Answer<Membership> Use(Name layer, uint number, NodeRequest request)
    {
        Invitation invitation;
        lock (_gate)
        {
            InvitationBook before = Book();
            InvitationVerdict verdict = before.Use(layer, number, request.Node, _clock.GetUtcNow(), out InvitationBook after);
            if (verdict == InvitationVerdict.Unknown)
            {
                return Outcome.Denied("the ticket was taken back");
            }

            invitation = before.Find(layer, number)!;
            if (verdict is InvitationVerdict.Expired or InvitationVerdict.UsedUp)
            {
                return Outcome.Denied(verdict == InvitationVerdict.Expired
                    ? $"{InvitationTexts.Expired(invitation)}, and the inviter's clock says {InvitationTexts.Text(_clock.GetUtcNow())}"
                    : InvitationTexts.UsedUp(invitation));
            }

            if (after != before)
            {
                Keep(after);
            }
        }

        return _issuer.Issue(layer, request, invitation.Grant);
    }

    private InvitationBook Book()
    {
        if (_book is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            return _book ??= _file.Read();
        }
    }

    // First on the disk, then for others to see.
    private InvitationBook Keep(InvitationBook book)
    {
        _file.Write(book);
        _book = book;
        return book;
    }

    private static Answer<T> OnDisk<T>(Func<Answer<T>> change)
        where T : class
    {
        try
        {
            return change();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or StatePlaceException)
        {
            return Outcome.Failed($"the inviter's state directory cannot be used: {failure.Message}", "lamina doctor");
        }
    }
}
