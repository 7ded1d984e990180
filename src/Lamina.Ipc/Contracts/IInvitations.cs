using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Tickets;

namespace Lamina.Ipc;

/// <summary>The invitations that a stack has given out, and who issues credentials there. Asked on the stack's thread.</summary>
public interface IInvitations
{
    /// <summary>One that was given out for a layer, also if its date or its uses are over; null: none of that number.</summary>
    Invitation? Find(Name layer, uint number);

    /// <summary>
    /// Lets a node come by an invitation: counts the use, and issues a credential. Takes its time, as both are on the disk before the sink hears.
    /// </summary>
    /// <param name="layer">Into which layer.</param>
    /// <param name="number">By which invitation.</param>
    /// <param name="request">Who, and its keys; it has proved them.</param>
    /// <param name="sink">Hears once what became of it, from the run queue or later.</param>
    void Admit(Name layer, uint number, NodeRequest request, IIssueSink sink);

    /// <summary>Issues again what a member has, for as long again, where it was issued here and two thirds of its life are over.</summary>
    /// <param name="layer">In which layer.</param>
    /// <param name="request">What it has, and its keys; it has proved that it is who it says.</param>
    /// <param name="sink">Hears once what became of it.</param>
    void Renew(Name layer, RenewalRequest request, IIssueSink sink);
}
