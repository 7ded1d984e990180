using Lamina.Core;

namespace Lamina.Node.Ownership;

/// <summary>
/// Something that must run while its domain is owned. Posting it allocates nothing: the poster keeps the object, and may
/// post it again when it has run. Work that was posted twice runs twice.
/// </summary>
public interface IDomainWork
{
    /// <summary>Runs inside the domain, on the thread of whoever owns it. Short: no waiting, no user code.</summary>
    void Run(Instant now);
}
