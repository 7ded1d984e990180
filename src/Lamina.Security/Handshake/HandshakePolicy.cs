using Lamina.Core;
using Lamina.Security.Identities;

namespace Lamina.Security.Handshake;

/// <summary>
/// Which suites a layer accepts, and the one that it begins with. A layer that accepts none refuses everybody:
/// a missing credential is a refusal, never a downgrade.
/// </summary>
public sealed class HandshakePolicy
{
    private readonly IHandshakeSuite[] _suites;

    /// <summary>A policy; the first suite is the one to begin with.</summary>
    public HandshakePolicy(params IHandshakeSuite[] suites) => _suites = suites;

    /// <summary>Peers need prove nothing.</summary>
    public static HandshakePolicy Insecure { get; } = new(NullSuite.Instance);

    /// <summary>No suite at all: nobody is let in.</summary>
    public static HandshakePolicy DenyAll { get; } = new();

    /// <summary>The suite to begin with; null: none.</summary>
    public IHandshakeSuite? Preferred => _suites.Length == 0 ? null : _suites[0];

    /// <summary>True where flows must be proved.</summary>
    public bool Proves => Preferred is { Agreement: not null };

    /// <summary>The first own suite that a member with these keys takes; null: none.</summary>
    /// <param name="keys">Its static keys.</param>
    /// <param name="key">The one to use.</param>
    public IHandshakeSuite? Choose(IReadOnlyList<AgreementKey> keys, out AgreementKey key)
    {
        foreach (IHandshakeSuite suite in _suites)
        {
            foreach (AgreementKey known in keys)
            {
                if (known.Id == suite.Agreement)
                {
                    key = known;
                    return suite;
                }
            }
        }

        key = default;
        return null;
    }

    /// <summary>Finds the suite that a peer began with.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="suite">The suite.</param>
    /// <returns>
    /// <see cref="CloseReason.None"/> when it is accepted; <see cref="CloseReason.Denied"/> for a peer that would prove
    /// nothing where something must be proved; <see cref="CloseReason.NoCommonComposition"/> for an unknown suite.
    /// </returns>
    public CloseReason Find(HandshakeSuiteId id, out IHandshakeSuite? suite)
    {
        suite = Array.Find(_suites, known => known.Id == id);
        return suite is not null ? CloseReason.None
            : id == HandshakeSuiteId.Null ? CloseReason.Denied
            : CloseReason.NoCommonComposition;
    }
}
