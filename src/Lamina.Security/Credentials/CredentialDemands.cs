using Lamina.Core;
using Lamina.Security.Identities;

namespace Lamina.Security.Credentials;

/// <summary>What is asked of a credential besides being valid; what is not set is not asked.</summary>
public readonly record struct CredentialDemands()
{
    /// <summary>It must be this node's.</summary>
    public KeyId? Subject { get; init; }

    /// <summary>It must vouch for this agreement key: the static key that a handshake proved.</summary>
    public AgreementKey? Agreement { get; init; }

    /// <summary>It must have all of these rights.</summary>
    public Rights Rights { get; init; } = Rights.Member;

    /// <summary>It must permit to register this name.</summary>
    public NameHash? Name { get; init; }
}
