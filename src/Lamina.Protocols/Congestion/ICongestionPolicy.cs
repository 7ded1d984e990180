namespace Lamina.Protocols.Congestion;

/// <summary>How the members of a layer keep its queues short: chosen by name at bootstrap, the same at every member.</summary>
public interface ICongestionPolicy
{
    /// <summary>What holds one flow back at its source; null where nothing does, and nobody is told anything.</summary>
    /// <param name="packet">Bytes of the flow's longest packet, with the layer's header.</param>
    ICongestionControl? Create(int packet);
}
