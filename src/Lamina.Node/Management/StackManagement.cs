using Lamina.Ipc.Irm;
using Lamina.Node.Attach;
using Lamina.Node.Driving;

namespace Lamina.Node.Management;

/// <summary>
/// What a person or a configuration may do to a stack, by noun. Calls may come from any thread and never block one; those
/// that change something end with an outcome that says what failed, why, and what to do.
/// </summary>
public sealed class StackManagement
{
    private readonly ManagementCalls _calls;
    private readonly AttachServer? _attach;

    internal StackManagement(DomainDriver driver, IpcResourceManager irm, StackPorts ports, AttachServer? attach)
    {
        _calls = new ManagementCalls(driver);
        _attach = attach;
        Ipcps = new IpcpManagement(_calls, irm, new IpcProcessFactory(irm, ports), ports);
        Names = new NameManagement(_calls, irm, attach);
        Policies = new PolicyManagement(_calls, irm);
        Flows = new FlowManagement(_calls, irm, attach);
        Inspection = new InspectionManagement(_calls, driver, irm);
        Metrics = new MetricsManagement(_calls, irm, Ipcps, ports, attach);
        Traces = new TraceManagement(_calls, irm);
        Captures = new CaptureManagement(_calls, irm, ports);
        Renewals = new RenewalManagement(_calls, irm);
    }

    /// <summary>IPC processes.</summary>
    public IpcpManagement Ipcps { get; }

    /// <summary>Names: bindings and registrations.</summary>
    public NameManagement Names { get; }

    /// <summary>Which nodes may have flows to names, and which users may stand behind them.</summary>
    public PolicyManagement Policies { get; }

    /// <summary>Flows.</summary>
    public FlowManagement Flows { get; }

    /// <summary>The processes that are attached.</summary>
    public Task<IReadOnlyList<AttachedInfo>> ListAttachedAsync() => _calls.InvokeAsync<IReadOnlyList<AttachedInfo>>(_ =>
        [.. (_attach?.Sessions ?? []).Select(session => new AttachedInfo(session.ProcessId, session.FlowCount, session.Counters, session.SharesMemory))]);

    /// <summary>What is inside.</summary>
    public InspectionManagement Inspection { get; }

    /// <summary>Counters, gauges and health.</summary>
    public MetricsManagement Metrics { get; }

    /// <summary>Traces of ways.</summary>
    public TraceManagement Traces { get; }

    /// <summary>Captures of what passes the ports.</summary>
    public CaptureManagement Captures { get; }

    /// <summary>Credentials that are renewed over layers.</summary>
    public RenewalManagement Renewals { get; }

    internal void HandleEnded() => _calls.HandleEnded();
}
