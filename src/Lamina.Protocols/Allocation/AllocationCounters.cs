namespace Lamina.Protocols.Allocation;

/// <summary>What a flow allocator dropped or refused, since it was made.</summary>
public sealed class AllocationCounters
{
    /// <summary>Messages that could not be read.</summary>
    public long Malformed { get; internal set; }

    /// <summary>Messages of a version that is not spoken here.</summary>
    public long OtherVersion { get; internal set; }

    /// <summary>Requests refused because too many were pending.</summary>
    public long Overload { get; internal set; }

    /// <summary>Requests that were answered with a cookie, since too many came from sources that nobody knew.</summary>
    public long CookiesAsked { get; internal set; }

    /// <summary>Flows whose requesters showed one.</summary>
    public long CookiesShown { get; internal set; }

    /// <summary>Requests that were left unanswered, since their source had had its share.</summary>
    public long BeyondShare { get; internal set; }

    /// <summary>Messages and packets that were not sent, since their receiver had not shown that it hears them.</summary>
    public long Unanswered { get; internal set; }

    /// <summary>Packets for an end that does not exist.</summary>
    public long UnknownEnd { get; internal set; }

    /// <summary>Packets that came before their flow was allocated and found no room to wait.</summary>
    public long EarlyDropped { get; internal set; }

    /// <summary>Packets that a user transmitted into a flow that was closed.</summary>
    public long TransmitDropped { get; internal set; }

    /// <summary>The transport has found packets for an end that does not exist.</summary>
    public void NoteUnknownEnd(int packets) => UnknownEnd += packets;
}
