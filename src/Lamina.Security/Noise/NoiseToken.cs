namespace Lamina.Security.Noise;

/// <summary>A step of a message pattern (Noise, revision 34, 5.3). The first letter is the initiator's key, the second the responder's.</summary>
public enum NoiseToken : byte
{
    /// <summary>The sender's ephemeral public key.</summary>
    E,

    /// <summary>The sender's static public key, sealed once there is a key.</summary>
    S,

    /// <summary>Both ephemeral keys agree.</summary>
    EE,

    /// <summary>The initiator's ephemeral and the responder's static key agree.</summary>
    ES,

    /// <summary>The initiator's static and the responder's ephemeral key agree.</summary>
    SE,

    /// <summary>Both static keys agree.</summary>
    SS,

    /// <summary>A secret that both had before is mixed in.</summary>
    Psk,
}
