namespace Lamina.Security.Credentials;

/// <summary>What a credential permits in its layer. The numbers are signed; a credential with a right that is not here is not understood.</summary>
[Flags]
public enum Rights : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Be a member: enrol, have flows, register the names of the credential.</summary>
    Member = 1,

    /// <summary>Forward for others, and take part in routing.</summary>
    Router = 2,

    /// <summary>Issue credentials to others, of no more than its own rights and names, without this one.</summary>
    Invite = 4,

    /// <summary>Register any name: then the credential lists none.</summary>
    AnyName = 8,

    /// <summary>All that this version knows.</summary>
    All = Member | Router | Invite | AnyName,
}
