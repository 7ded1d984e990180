namespace Lamina.Ipc.Irm.Tracing;

/// <summary>What became of a layer that might have given a flow.</summary>
public enum CandidateVerdict
{
    /// <summary>It has not answered in time.</summary>
    Silent,

    /// <summary>It gives the flow.</summary>
    Chosen,

    /// <summary>It reaches the name, but another that does is preferred.</summary>
    Reaches,

    /// <summary>Nobody in it serves the name.</summary>
    DoesNotReach,

    /// <summary>It reaches the name, but lets no program in that proves nothing.</summary>
    Denied,
}
