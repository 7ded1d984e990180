using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Irm;
using Lamina.Node.Driving;

namespace Lamina.Node.Management;

/// <summary>Looking inside: nothing here changes anything.</summary>
public sealed class InspectionManagement
{
    private readonly ManagementCalls _calls;
    private readonly DomainDriver _driver;
    private readonly IpcResourceManager _irm;

    internal InspectionManagement(ManagementCalls calls, DomainDriver driver, IpcResourceManager irm)
    {
        _calls = calls;
        _driver = driver;
        _irm = irm;
    }

    /// <summary>Ends when the loop's thread has come round once: calls alone would be served by whoever owns the domain.</summary>
    public Task AwaitLoopAsync() => _calls.InvokeAsync<bool>((complete, _) => _driver.CallAwake(() => complete(true)));

    /// <summary>What the stack holds at present.</summary>
    public Task<StackUse> GetUseAsync() => _calls.InvokeAsync(_ => UseNow);

    /// <summary>Reads an IPC process inside its domain: quickly, and giving out nothing that changes there.</summary>
    /// <param name="ipcp">Its name.</param>
    /// <param name="read">What to read of it.</param>
    /// <returns>Null where there is no such process.</returns>
    public Task<T?> ReadAsync<T>(string ipcp, Func<IpcProcess, Instant, T?> read)
        where T : class => _calls.InvokeAsync(now => _irm.Processes.Find(ipcp) is { } process ? read(process, now) : null);

    /// <summary>The layer whose flow has this number, for the lower flows of a process; null where it has gone.</summary>
    public Task<IReadOnlyDictionary<long, string>> LayersOfFlowsAsync() =>
        _calls.InvokeAsync<IReadOnlyDictionary<long, string>>(_ =>
            _irm.Flows.All.ToDictionary(flow => flow.Id, flow => flow.Process?.Layer ?? ""));

    /// <summary>For whoever is inside the domain, or after its end.</summary>
    internal StackUse UseNow => new(_irm.Context.Pool.RentedCount, _irm.Flows.All.Count, _irm.Context.Timers.Count);
}
