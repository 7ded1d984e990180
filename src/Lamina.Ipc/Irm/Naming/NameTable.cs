using Lamina.Core;
using Lamina.Ipc.Irm.Programs;

namespace Lamina.Ipc.Irm.Naming;

/// <summary>
/// Names, who is behind them (bindings), and where they are known (registrations): many to many, in any order.
/// </summary>
public sealed class NameTable
{
    private readonly Dictionary<Name, NameRecord> _names = [];
    private readonly Dictionary<(IpcProcess Process, NameHash Hash), NameRecord> _byHash = [];

    /// <summary>All names that are bound or registered.</summary>
    public IReadOnlyCollection<NameRecord> All => _names.Values;

    /// <summary>What is known of a name; null: nothing.</summary>
    public NameRecord? Find(Name name) => _names.GetValueOrDefault(name);

    /// <summary>The name that a layer means by a hash, among those registered at its member; null: none.</summary>
    internal NameRecord? FindRegistered(IpcProcess process, in NameHash hash) => _byHash.GetValueOrDefault((process, hash));

    internal void Bind(Name name, IFlowAcceptor acceptor, BindingReasons reason) => GetOrAdd(name).Add(acceptor, reason);

    /// <summary>Takes reasons of a binding away.</summary>
    /// <returns>False where there was none of them.</returns>
    internal bool Unbind(Name name, IFlowAcceptor acceptor, BindingReasons reasons = BindingReasons.All)
    {
        bool wasBound = Find(name) is { } record && record.Remove(acceptor, reasons);
        DropIfEmpty(name);
        return wasBound;
    }

    internal void Add(ProgramBinding program) => GetOrAdd(program.Name).ProgramList.Add(program);

    internal void Remove(ProgramBinding program)
    {
        Find(program.Name)?.ProgramList.Remove(program);
        DropIfEmpty(program.Name);
    }

    /// <summary>Takes an acceptor away from every name, as far as the reasons go.</summary>
    internal void UnbindAll(IFlowAcceptor acceptor, BindingReasons reasons = BindingReasons.All)
    {
        foreach (NameRecord record in _names.Values.ToArray())
        {
            Unbind(record.Name, acceptor, reasons);
        }
    }

    /// <summary>Notes a registration.</summary>
    /// <returns>False when it is one already.</returns>
    internal bool Register(Name name, IpcProcess process)
    {
        NameRecord record = GetOrAdd(name);
        if (record.RegistrationList.Contains(process))
        {
            return false;
        }

        record.RegistrationList.Add(process);
        _byHash[(process, NameHash.Of(name, process.HashAlgorithm))] = record;
        return true;
    }

    internal bool Unregister(Name name, IpcProcess process)
    {
        bool wasRegistered = Find(name) is { } record && record.RegistrationList.Remove(process);
        _byHash.Remove((process, NameHash.Of(name, process.HashAlgorithm)));
        DropIfEmpty(name);
        return wasRegistered;
    }

    /// <summary>The process is gone: with it its registrations, and its bindings if it had any.</summary>
    internal void Remove(IpcProcess process)
    {
        foreach (NameRecord record in _names.Values.ToArray())
        {
            Unregister(record.Name, process);
        }

        if (process.Acceptor is { } acceptor)
        {
            UnbindAll(acceptor);
        }
    }

    /// <summary>Another process goes on under the name of one: its bindings and registrations are that one's.</summary>
    internal void Replace(IpcProcess process, IpcProcess next)
    {
        foreach (((IpcProcess at, NameHash hash), NameRecord record) in _byHash.Where(entry => entry.Key.Process == process).ToArray())
        {
            _byHash.Remove((at, hash));
            _byHash[(next, hash)] = record;
        }

        foreach (NameRecord record in _names.Values)
        {
            record.Replace(process, next);
        }
    }

    /// <summary>The hash of a name that is registered at a process, as its layer makes it: known only once it is in one.</summary>
    internal NameHash Rehash(NameRecord record, IpcProcess process)
    {
        foreach ((IpcProcess, NameHash) former in _byHash.Where(entry => entry.Key.Process == process && entry.Value == record).Select(entry => entry.Key).ToArray())
        {
            _byHash.Remove(former);
        }

        NameHash hash = NameHash.Of(record.Name, process.HashAlgorithm);
        _byHash[(process, hash)] = record;
        return hash;
    }

    /// <summary>The process is in no layer any more: its registrations are void, its bindings are not.</summary>
    internal void UnregisterAll(IpcProcess process)
    {
        foreach ((IpcProcess, NameHash) key in _byHash.Keys.Where(key => key.Process == process).ToArray())
        {
            _byHash.Remove(key);
        }

        foreach (NameRecord record in _names.Values.ToArray())
        {
            record.RegistrationList.Remove(process);
            DropIfEmpty(record.Name);
        }
    }

    internal void Clear()
    {
        _names.Clear();
        _byHash.Clear();
    }

    private NameRecord GetOrAdd(Name name)
    {
        if (!_names.TryGetValue(name, out NameRecord? record))
        {
            record = new NameRecord(name);
            _names.Add(name, record);
        }

        return record;
    }

    private void DropIfEmpty(Name name)
    {
        if (Find(name) is { IsEmpty: true })
        {
            _names.Remove(name);
        }
    }
}
