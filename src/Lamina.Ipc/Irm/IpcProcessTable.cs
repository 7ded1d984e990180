namespace Lamina.Ipc.Irm;

/// <summary>The IPC processes of a stack, in the order of their creation.</summary>
public sealed class IpcProcessTable
{
    private readonly List<IpcProcess> _processes = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<IpcProcess> All => _processes;

    /// <summary>The one of that name; null: there is none.</summary>
    public IpcProcess? Find(string name) => _processes.Find(process => process.Name == name);

    /// <summary>The members of a layer in this stack.</summary>
    public IReadOnlyList<IpcProcess> InLayer(string layer) => _processes.FindAll(process => process.Layer == layer);

    /// <summary>The one that an acceptor belongs to; null where it belongs to a program.</summary>
    internal IpcProcess? OwnerOf(IFlowAcceptor acceptor) =>
        _processes.Find(process => ReferenceEquals(process.Acceptor, acceptor));

    internal void Add(IpcProcess process) => _processes.Add(process);

    internal void Replace(IpcProcess process, IpcProcess next) => _processes[_processes.IndexOf(process)] = next;

    internal void Remove(IpcProcess process) => _processes.Remove(process);
}
