namespace Lamina.Protocols.Congestion;

/// <summary>The policy <c>delay</c>; see <see cref="DelayControl"/>.</summary>
public sealed class DelayControlPolicy : ICongestionPolicy
{
    /// <summary>The name to choose it by.</summary>
    public const string PolicyName = "delay";

    /// <inheritdoc/>
    public ICongestionControl? Create(int packet) => new DelayControl(packet);
}
