using Lamina.Core;

namespace Lamina.Ipc.Irm.Naming;

/// <summary>What the stack knows of one name. It exists while something is bound to it or it is registered somewhere.</summary>
public sealed class NameRecord
{
    private int _turn;

    internal NameRecord(Name name) => Name = name;

    /// <summary>The name.</summary>
    public Name Name { get; }

    /// <summary>Who gets its flows, in turn.</summary>
    public IReadOnlyList<IFlowAcceptor> Acceptors => AcceptorList;

    /// <summary>Where it is known.</summary>
    public IReadOnlyList<IpcProcess> Registrations => RegistrationList;

    internal List<IFlowAcceptor> AcceptorList { get; } = [];

    internal List<IpcProcess> RegistrationList { get; } = [];

    internal bool IsEmpty => AcceptorList.Count == 0 && RegistrationList.Count == 0;

    /// <summary>Whose turn it is: each of the acceptors in a round.</summary>
    internal IFlowAcceptor? NextAcceptor() =>
        AcceptorList.Count == 0 ? null : AcceptorList[(_turn++ & int.MaxValue) % AcceptorList.Count];
}
