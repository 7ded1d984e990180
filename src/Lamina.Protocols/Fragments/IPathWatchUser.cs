using Lamina.Core;

namespace Lamina.Protocols.Fragments;

/// <summary>Carries the questions of a <see cref="PathWatch"/>.</summary>
public interface IPathWatchUser
{
    /// <summary>Asks the other end whether a packet of a length arrives.</summary>
    void SendSizeQuestion(int length, ulong cookie, Instant now);
}
