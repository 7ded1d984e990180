namespace Lamina.Security.Tickets;

/// <summary>What an invitation is worth to a node.</summary>
public enum InvitationVerdict
{
    /// <summary>It may come, which counts as a use.</summary>
    Good,

    /// <summary>It has come before, and may again without another use: its answer was lost. Also after the invitation's date.</summary>
    Again,

    /// <summary>Its date is over.</summary>
    Expired,

    /// <summary>As many others have come as were invited.</summary>
    UsedUp,

    /// <summary>There is none of that number.</summary>
    Unknown,
}
