namespace Lamina.Ipc.Irm.Programs;

/// <summary>A process outside the stack that may stand behind names.</summary>
public interface IProcessAcceptor : IFlowAcceptor
{
    /// <summary>Its process id.</summary>
    int ProcessId { get; }

    /// <summary>The user that it acts as.</summary>
    uint UserId { get; }

    /// <summary>All of that user's groups that it has.</summary>
    IReadOnlyList<uint> GroupIds { get; }

    /// <summary>The executable that it runs, a path without links; empty where the system does not say.</summary>
    string Executable { get; }
}
