using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Tickets;

namespace Lamina.Node;

/// <summary>The invitations that a stack has given out, and who issues credentials there. Any thread may ask.</summary>
public interface ICredentialIssuer
{
    /// <summary>One that was given out, by the layer and its number; null: none. From memory, at once.</summary>
    Invitation? Find(Name layer, uint number);

    /// <summary>
    /// Lets a node come by an invitation: counts the use and issues a credential, both on the disk when it returns. Waits for the disk, and for others who
    /// change the same authority.
    /// </summary>
    /// <returns>Why not, or what the node has of the layer.</returns>
    (Outcome Outcome, Membership? Membership) Admit(Name layer, uint number, NodeRequest request);

    /// <summary>Issues again what a member has, which was issued here; waits as the other does.</summary>
    (Outcome Outcome, Membership? Membership) Renew(Name layer, RenewalRequest request);
}
