using Lamina.Core;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>
/// Which members of layers may give a flow, in the order of preference: who answers before who was silent, a local layer,
/// then what fits the QoS, then the lowest (fewest headers), then the oldest.
/// </summary>
internal sealed class LayerOrder(IpcProcessTable processes, StackingGraph stacking, SilentLayers silent)
{
    /// <summary>Not what stands on the asking process, itself included: it would stand on itself.</summary>
    public IpcProcess[] For(string? layer, IpcProcess? requester, QosCube cube, Instant now) =>
        [.. processes.All
            .Where(process => process.Layer is not null
                && (layer is null || process.Layer == layer)
                && (requester is null || !stacking.StandsOn(process, requester)))
            .OrderBy(process => silent.IsSilent(process, now))
            .ThenBy(process => process.Kind != IpcProcessKind.Local)
            .ThenBy(process => !Fits(process, cube))
            .ThenBy(stacking.DepthOf)];

    /// <summary>A layer that forwards tells cubes apart; a bearer over a network that it does not know promises nothing.</summary>
    public static bool Fits(IpcProcess process, QosCube cube) =>
        cube == QosCube.BestEffort || process.Kind is IpcProcessKind.Local or IpcProcessKind.Unicast;
}
