namespace Lamina.Protocols.Congestion;

/// <summary>The policy <c>mb-ecn</c>; see <see cref="MarkedWindow"/>.</summary>
public sealed class MarkedWindowPolicy : ICongestionPolicy
{
    /// <summary>The name to choose it by.</summary>
    public const string PolicyName = "mb-ecn";

    /// <inheritdoc/>
    public ICongestionControl? Create(int packet) => new MarkedWindow(packet);
}
