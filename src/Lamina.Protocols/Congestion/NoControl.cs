namespace Lamina.Protocols.Congestion;

/// <summary>The policy <c>none</c>: flows send what their user gives.</summary>
public sealed class NoControl : ICongestionPolicy
{
    /// <summary>The name to choose it by.</summary>
    public const string PolicyName = "none";

    /// <inheritdoc/>
    public ICongestionControl? Create(int packet) => null;
}
