namespace Lamina.Security.Handshake;

/// <summary>What became of a handshake's message.</summary>
public enum HandshakeVerdict
{
    /// <summary>The peer is proved.</summary>
    Proved,

    /// <summary>
    /// It does not open: changed, cut, of another handshake, of other terms, or made for another key. Nobody knows which.
    /// </summary>
    NotForUs,

    /// <summary>Its ephemeral key was seen before.</summary>
    Replayed,

    /// <summary>It opens, and what is inside cannot be read.</summary>
    Malformed,

    /// <summary>No credential in it.</summary>
    NoCredential,

    /// <summary>A credential of another layer.</summary>
    OtherLayer,

    /// <summary>No root that is trusted has issued it, or it was changed.</summary>
    NotIssued,

    /// <summary>It is for another static key than the one that was used.</summary>
    OtherKey,

    /// <summary>It is not valid any more, or this clock is ahead.</summary>
    Expired,

    /// <summary>It is not valid yet, or this clock is behind.</summary>
    NotYetValid,

    /// <summary>It was taken back.</summary>
    Revoked,

    /// <summary>It does not let its owner serve the name.</summary>
    NameNotAllowed,
}
