namespace Lamina.Security.Credentials;

/// <summary>What became of a look at a credential.</summary>
public enum CredentialVerdictKind
{
    /// <summary>It is valid, and gives what was asked for.</summary>
    Ok,

    /// <summary>It is of another layer, or of another one with the same name.</summary>
    WrongLayer,

    /// <summary>Its time has not come. A clock may be wrong: here, or where it was issued.</summary>
    NotYetValid,

    /// <summary>Its time is over. A clock may be wrong here.</summary>
    Expired,

    /// <summary>It is another node's, or vouches for other keys.</summary>
    WrongSubject,

    /// <summary>It does not permit to register the name.</summary>
    NameNotCovered,

    /// <summary>It does not have a right that is needed.</summary>
    RightMissing,

    /// <summary>It, or its issuer's, was taken back.</summary>
    Revoked,

    /// <summary>No root has issued it, nor somebody who may invite to so much.</summary>
    NotIssued,
}
