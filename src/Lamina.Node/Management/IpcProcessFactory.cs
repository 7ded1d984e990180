using Lamina.Ipc;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Local;

namespace Lamina.Node.Management;

/// <summary>Makes IPC processes on this node's ports. One line per kind.</summary>
internal sealed class IpcProcessFactory(IpcResourceManager irm)
{
    public IpcProcess Local(string name, string layer) => new LocalIpcProcess(name, layer, irm);
}
