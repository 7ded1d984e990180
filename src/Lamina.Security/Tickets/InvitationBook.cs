using Lamina.Core;
using Lamina.Security.Identities;

namespace Lamina.Security.Tickets;

/// <summary>The invitations that a node has given out. A value: each change is another book, which is on the disk before anybody hears of it.</summary>
public sealed class InvitationBook
{
    /// <summary>The most invitations at once.</summary>
    public const int MaxInvitations = 1024;

    /// <summary>How long beyond its date an invitation is remembered, so that late comers hear that they are late.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    private readonly Invitation[] _all;

    /// <summary>A book of these.</summary>
    public InvitationBook(IEnumerable<Invitation> all) => _all = [.. all];

    /// <summary>Without any.</summary>
    public static InvitationBook Empty { get; } = new([]);

    /// <summary>All of them, the eldest first.</summary>
    public IReadOnlyList<Invitation> All => _all;

    /// <summary>True where no other one fits in.</summary>
    public bool IsFull => _all.Length >= MaxInvitations;

    /// <summary>One by its number; null: there is none.</summary>
    public Invitation? Find(Name layer, uint number) => Array.Find(_all, one => one.Number == number && one.Layer == layer);

    /// <summary>With another one, whose number is new; without those that nobody need remember any more.</summary>
    public InvitationBook With(Invitation added, DateTimeOffset now) =>
        new(_all.Where(one => now < one.NotAfter + Remembered && one.Number != added.Number).Append(added));

    /// <summary>Without one.</summary>
    public InvitationBook Without(Invitation gone) => new(_all.Where(one => one.Number != gone.Number));

    /// <summary>Lets a node come.</summary>
    /// <param name="layer">Into which layer.</param>
    /// <param name="number">By which invitation.</param>
    /// <param name="node">Who.</param>
    /// <param name="now">Wall time.</param>
    /// <param name="book">The book afterwards: another one only where it may come for the first time.</param>
    public InvitationVerdict Use(Name layer, uint number, KeyId node, DateTimeOffset now, out InvitationBook book)
    {
        book = this;
        if (Find(layer, number) is not { } found)
        {
            return InvitationVerdict.Unknown;
        }

        InvitationVerdict verdict = found.Examine(node, now);
        if (verdict == InvitationVerdict.Good)
        {
            book = new InvitationBook(_all.Select(one => one == found ? found with { UsedBy = [.. found.UsedBy, node] } : one));
        }

        return verdict;
    }
}
