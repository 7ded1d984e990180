using Lamina.Core;

namespace Lamina.Node.Time;

/// <summary>The system's clock.</summary>
public sealed class SystemWallClock : IWallClock
{
    private SystemWallClock()
    {
    }

    /// <summary>The one instance.</summary>
    public static SystemWallClock Instance { get; } = new();

    /// <inheritdoc/>
    public DateTimeOffset WallTime => DateTimeOffset.UtcNow;
}
