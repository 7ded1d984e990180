namespace Lamina.Core;

/// <summary>
/// The time of the day, as the driver knows it. It may jump, and be wrong; only what people wrote down is compared with it (until when a
/// credential is valid), and nothing is timed by it.
/// </summary>
public interface IWallClock
{
    /// <summary>The present.</summary>
    DateTimeOffset WallTime { get; }
}
