using Lamina.Core;
using Lamina.Security.Identities;

namespace Lamina.Ipc;

/// <summary>
/// Who asks for a flow that both ends must prove themselves for: what is said to a member depends on that member's keys, so it is made for each
/// that is asked.
/// </summary>
public interface IFlowOpener
{
    /// <summary>What to say to a member.</summary>
    /// <param name="keys">The static keys that it is proved to have.</param>
    /// <param name="now">The present.</param>
    /// <returns>The data of the allocation; null: nothing can be said to it.</returns>
    byte[]? Open(IReadOnlyList<AgreementKey> keys, Instant now);

    /// <summary>Reads what it answered to the last that was said.</summary>
    /// <returns><see cref="CloseReason.None"/>: it is who it should be; otherwise why there is no flow.</returns>
    CloseReason Conclude(ReadOnlySpan<byte> answer);
}
