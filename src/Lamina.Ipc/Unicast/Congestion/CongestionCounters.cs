namespace Lamina.Ipc.Unicast.Congestion;

/// <summary>What a member's flows have told and heard of their ways since its birth.</summary>
public sealed class CongestionCounters
{
    /// <summary>Reports sent to sources.</summary>
    public long ReportsSent { get; internal set; }

    /// <summary>Reports that came from destinations.</summary>
    public long ReportsReceived { get; internal set; }

    /// <summary>Reports for flows that are not held back.</summary>
    public long ReportsUnasked { get; internal set; }

    /// <summary>Times that a flow heard nothing for so long that it gave up what was under way; of flows that have ended.</summary>
    public long Silences { get; internal set; }
}
