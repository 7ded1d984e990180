namespace Lamina.Core;

/// <summary>A machine that gets calls through the <see cref="RunQueue"/>.</summary>
public interface IDeferred
{
    /// <summary>Runs what was posted.</summary>
    /// <param name="code">What the poster meant; the machine's own numbers.</param>
    /// <param name="train">The posted train with its reference (the callee releases it), or default.</param>
    /// <param name="now">The present.</param>
    void RunDeferred(int code, in Train train, Instant now);
}
