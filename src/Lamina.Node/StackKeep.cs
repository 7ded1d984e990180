using Lamina.Ipc;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Node;

/// <summary>What a stack keeps over its own lives, so that flows of attached programs can outlive it.</summary>
/// <param name="TicketKey">32 secret bytes, the same in every life, with which tickets of flows are sealed.</param>
/// <param name="Members">Who its members of layers were.</param>
public sealed record StackKeep(ReadOnlyMemory<byte> TicketKey, IMemberMemory Members)
{
    /// <summary>Bytes of <see cref="TicketKey"/>.</summary>
    public const int KeyLength = 32;

    /// <summary>Who the stack is; null: nobody in particular. Whoever made this disposes of it, after the stack.</summary>
    public NodeIdentity? Identity { get; init; }

    /// <summary>Who issues credentials here to those that come with a ticket; null: nobody.</summary>
    public ICredentialIssuer? Issuer { get; init; }

    /// <summary>The memberships of secure layers, as they are at the moment; any thread may ask. Null: there are none.</summary>
    public Func<IReadOnlyList<Membership>>? Memberships { get; init; }
}
