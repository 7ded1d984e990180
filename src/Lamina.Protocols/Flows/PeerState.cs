namespace Lamina.Protocols.Flows;

/// <summary>What <see cref="PeerWatch"/> makes of the time since the peer was heard.</summary>
internal enum PeerState
{
    /// <summary>Heard lately, or asked lately.</summary>
    Heard,

    /// <summary>Quiet for long: it is to be asked now.</summary>
    Quiet,

    /// <summary>Silent for longer than the flow allows.</summary>
    Lost,
}
