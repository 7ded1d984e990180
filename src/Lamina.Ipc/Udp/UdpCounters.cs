namespace Lamina.Ipc.Udp;

/// <summary>What a udp IPC process dropped, since it was made.</summary>
public sealed class UdpCounters
{
    /// <summary>Datagrams too short or not readable.</summary>
    public long Malformed { get; internal set; }

    /// <summary>Management messages of a version that is not spoken here.</summary>
    public long OtherVersion { get; internal set; }

    /// <summary>Messages that were not sent because there was no buffer.</summary>
    public long NoBuffer { get; internal set; }

    /// <summary>Packets that were not sent because their train had no head room and could not be copied.</summary>
    public long NoHeadRoom { get; internal set; }

    /// <summary>Trains that had to be copied because they had no head room.</summary>
    public long Copied { get; internal set; }

    /// <summary>Probes of paths sent.</summary>
    public long ProbesSent { get; internal set; }

    /// <summary>Paths that ceased to carry what they had carried.</summary>
    public long PathsShrunk { get; internal set; }

    /// <summary>Packets sent in pieces, because their path is not sure to carry them whole.</summary>
    public long SentInPieces { get; internal set; }

    /// <summary>Packets put together from pieces.</summary>
    public long PutTogether { get; internal set; }

    /// <summary>Packets dropped because pieces of them did not come, in time or before too many others began.</summary>
    public long PiecesMissing { get; internal set; }

    /// <summary>Questions that found too many others waiting.</summary>
    public long QueriesRefused { get; internal set; }
}
