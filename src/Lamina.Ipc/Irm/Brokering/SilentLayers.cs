using Lamina.Core;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>Members of layers that did not answer in time: for a while they are asked last.</summary>
internal sealed class SilentLayers
{
    /// <summary>Longer than a layer's routes and names take to settle after a failure; short enough to be tried again.</summary>
    public static readonly Duration Memory = Duration.FromSeconds(30);

    private readonly Dictionary<IpcProcess, Instant> _until = [];

    public bool IsSilent(IpcProcess process, Instant now) => _until.TryGetValue(process, out Instant until) && now < until;

    public void HandleSilence(IpcProcess process, Instant now) => _until[process] = now + Memory;

    /// <summary>It answered, or is gone.</summary>
    public void Forget(IpcProcess process) => _until.Remove(process);
}
