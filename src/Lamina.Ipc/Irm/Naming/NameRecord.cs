using Lamina.Core;
using Lamina.Ipc.Irm.Programs;

namespace Lamina.Ipc.Irm.Naming;

/// <summary>What the stack knows of one name. It exists while something is bound to it or it is registered somewhere.</summary>
public sealed class NameRecord
{
    private readonly List<IFlowAcceptor> _acceptors = [];
    private readonly List<BindingReasons> _reasons = [];
    private int _turn;

    internal NameRecord(Name name) => Name = name;

    /// <summary>The name.</summary>
    public Name Name { get; }

    /// <summary>Who gets its flows, in turn.</summary>
    public IReadOnlyList<IFlowAcceptor> Acceptors => _acceptors;

    /// <summary>Programs whose processes get its flows.</summary>
    public IReadOnlyList<ProgramBinding> Programs => ProgramList;

    /// <summary>Where it is known.</summary>
    public IReadOnlyList<IpcProcess> Registrations => RegistrationList;

    internal List<ProgramBinding> ProgramList { get; } = [];

    internal List<IpcProcess> RegistrationList { get; } = [];

    internal bool IsEmpty => _acceptors.Count == 0 && ProgramList.Count == 0 && RegistrationList.Count == 0;

    internal void Add(IFlowAcceptor acceptor, BindingReasons reason)
    {
        int index = _acceptors.IndexOf(acceptor);
        if (index < 0)
        {
            _acceptors.Add(acceptor);
            _reasons.Add(reason);
        }
        else
        {
            _reasons[index] |= reason;
        }
    }

    /// <summary>Another process goes on under the name of one.</summary>
    internal void Replace(IpcProcess process, IpcProcess next)
    {
        if (RegistrationList.IndexOf(process) is >= 0 and var registration)
        {
            RegistrationList[registration] = next;
        }

        if (process.Acceptor is { } acceptor && next.Acceptor is { } nextAcceptor && _acceptors.IndexOf(acceptor) is >= 0 and var binding)
        {
            _acceptors[binding] = nextAcceptor;
        }
    }

    /// <summary>Takes reasons away, and the binding with the last.</summary>
    /// <returns>False where there was none of them.</returns>
    internal bool Remove(IFlowAcceptor acceptor, BindingReasons reasons)
    {
        int index = _acceptors.IndexOf(acceptor);
        if (index < 0 || (_reasons[index] & reasons) == 0)
        {
            return false;
        }

        _reasons[index] &= ~reasons;
        if (_reasons[index] == BindingReasons.None)
        {
            _acceptors.RemoveAt(index);
            _reasons.RemoveAt(index);
        }

        return true;
    }

    /// <summary>Whose turn it is among those that are meant; null: none is.</summary>
    internal IFlowAcceptor? NextAcceptor(Predicate<IFlowAcceptor> isMeant)
    {
        for (int i = 0; i < _acceptors.Count; i++)
        {
            IFlowAcceptor acceptor = _acceptors[(_turn++ & int.MaxValue) % _acceptors.Count];
            if (isMeant(acceptor))
            {
                return acceptor;
            }
        }

        return null;
    }
}
