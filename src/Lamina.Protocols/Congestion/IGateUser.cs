using Lamina.Core;

namespace Lamina.Protocols.Congestion;

/// <summary>Who waits at a <see cref="SendGate"/>.</summary>
public interface IGateUser
{
    /// <summary>The gate was shut when somebody asked, and is open now.</summary>
    void HandleOpen(Instant now);
}
