using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory;

/// <summary>Where a layer keeps which member serves a name's hash. A policy: each layer names the one that it uses.</summary>
public interface IDirectory
{
    /// <summary>The policy's name, as a layer's parameters carry it.</summary>
    string Name { get; }

    /// <summary>What it has done so far.</summary>
    DirectoryCounters Counters { get; }

    /// <summary>This member serves the hash.</summary>
    void Register(in NameHash hash, Instant now);

    /// <summary>
    /// Waits until the members that must know a registered hash do; the sink hears it once. It hears Ok also where some of
    /// them are silent, and Timeout where all are.
    /// </summary>
    /// <param name="hash">The hash; null: all that are registered.</param>
    /// <param name="sink">Who waits.</param>
    /// <param name="now">The present.</param>
    void AwaitPublished(NameHash? hash, IOutcomeSink sink, Instant now);

    /// <summary>It does not any more.</summary>
    void Unregister(in NameHash hash, Instant now);

    /// <summary>Asks who serves the hash; the sink hears it once, never inside this call.</summary>
    void Find(in NameHash hash, IDirectorySink sink, Instant now);

    /// <summary>
    /// Who asked for a hash does not want to know any more: what nobody else waits for need not be asked further. A sink
    /// ignores what it hears nevertheless, so a policy whose questions end soon may leave this out.
    /// </summary>
    void Withdraw(in NameHash hash, IDirectorySink sink)
    {
    }

    /// <summary>
    /// A member that <see cref="Find"/> named did not serve the hash: refused as unknown, silent, or out of reach. A cache
    /// forgets it; when all that were known have failed, the next question must reach every home.
    /// </summary>
    void HandleFailed(in NameHash hash, Address member, Instant now);

    /// <summary>A message from another member's directory.</summary>
    void HandleMessage(ReadOnlySpan<byte> message, Instant now);

    /// <summary>Members came or went, as routing sees it.</summary>
    /// <param name="members">All that can be reached and may keep entries (routers may not), this one included, by address.</param>
    /// <param name="now">The present.</param>
    void HandleMembersChanged(IReadOnlyList<Address> members, Instant now);

    /// <summary>A member has left on purpose: what it had registered is void.</summary>
    void HandleMemberLeft(Address member);

    /// <summary>What this member holds, for a person.</summary>
    IReadOnlyList<DirectoryEntryInfo> Describe(Instant now);

    /// <summary>Gives its timers back; who waits for an answer hears that there is none.</summary>
    void Shutdown();
}
