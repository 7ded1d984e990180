using Lamina.Core;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Irm.Naming;
using Lamina.Ipc.Irm.Programs;
using Lamina.Node.Attach;
using Lamina.Node.Programs;

namespace Lamina.Node.Management;

/// <summary>Names of a stack: who is behind them, and where they are known.</summary>
public sealed class NameManagement
{
    // Longer than a layer takes to say that it does not answer (4 s): its own reason says more.
    private static readonly Duration Patience = Duration.FromSeconds(10);

    private readonly ManagementCalls _calls;
    private readonly IpcResourceManager _irm;
    private readonly AttachServer? _attach;

    internal NameManagement(ManagementCalls calls, IpcResourceManager irm, AttachServer? attach)
    {
        _calls = calls;
        _irm = irm;
        _attach = attach;
    }

    /// <summary>All names that are bound or registered.</summary>
    public Task<IReadOnlyList<NameInfo>> ListAsync() => _calls.InvokeAsync<IReadOnlyList<NameInfo>>(now =>
        [.. _irm.Names.All.Select(name => new NameInfo(
            name.Name.Value,
            [.. name.Acceptors.Select(acceptor => acceptor.Description)],
            _irm.Programs.StatesOf(name, now),
            [.. name.Registrations.Select(process => process.Name)]))]);

    /// <summary>Makes a name known in a layer, at all its members in this stack. Cancelled before the layer knows it, it is taken back.</summary>
    public Task<Outcome> RegisterAsync(Name name, string layer, CancellationToken cancel = default) => RegisterAsync(name, [layer], [], cancel);

    /// <summary>Makes a name known at one IPC process. Cancelled before the layer knows it, it is taken back.</summary>
    public Task<Outcome> RegisterAtAsync(Name name, string ipcp, CancellationToken cancel = default) => RegisterAsync(name, [], [ipcp], cancel);

    /// <summary>
    /// Makes a name known in several places, and waits until they know it. The first that refuses ends it; what was registered
    /// before stays. Cancelled meanwhile, all that it registered is taken back.
    /// </summary>
    public Task<Outcome> RegisterAsync(Name name, IReadOnlyList<string> layers, IReadOnlyList<string> ipcps, CancellationToken cancel = default) =>
        _calls.InvokeAsync(
            (sink, now) => _irm.Register(name, layers, ipcps, sink, now),
            _irm.GiveUpRegistration,
            Patience,
            $"registering '{name}'",
            cancel);

    /// <summary>Takes a registration in a layer back.</summary>
    public Task<Outcome> UnregisterAsync(Name name, string layer) =>
        _calls.InvokeAsync(now => _irm.UnregisterFromLayer(name, layer, now));

    /// <summary>Takes a registration at one IPC process back.</summary>
    public Task<Outcome> UnregisterAtAsync(Name name, string ipcp) =>
        _calls.InvokeAsync(now => _irm.UnregisterFromProcess(name, ipcp, now));

    /// <summary>Lets an IPC process stand behind a name: others connect and enrol through it.</summary>
    public Task<Outcome> BindIpcpAsync(Name name, string ipcp) => _calls.InvokeAsync(_ => _irm.BindProcess(name, ipcp));

    /// <summary>Takes that back.</summary>
    public Task<Outcome> UnbindIpcpAsync(Name name, string ipcp) => _calls.InvokeAsync(_ => _irm.UnbindProcess(name, ipcp));

    /// <summary>Lets an attached process stand behind a name, which it need not ask for itself.</summary>
    public Task<Outcome> BindProcessAsync(Name name, int processId) =>
        _calls.InvokeAsync(_ => Find(processId) is { } session
            ? _irm.Bind(name, session, BindingReasons.Process)
            : NotAttached(processId));

    /// <summary>Takes that back.</summary>
    public Task<Outcome> UnbindProcessAsync(Name name, int processId) =>
        _calls.InvokeAsync(_ => Find(processId) is { } session ? _irm.Unbind(name, session) : NotAttached(processId));

    /// <summary>
    /// Lets every process of a program stand behind a name, those that listen already included; with
    /// <paramref name="isAuto"/> one is started when a flow arrives and nobody is there.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="path">The program's file.</param>
    /// <param name="isAuto">Start it.</param>
    /// <param name="arguments">What it is started with.</param>
    public Task<Outcome> BindProgramAsync(Name name, string path, bool isAuto, IReadOnlyList<string> arguments)
    {
        if (_attach is null)
        {
            return Task.FromResult(Outcome.Usage("this stack is a program's own: no other program can attach to it", "lamina daemon"));
        }

        return !File.Exists(path) || Executables.Resolve(path) is not { } executable
            ? Task.FromResult(Outcome.NotFound($"there is no program '{path}'", "the path as this host sees it"))
            : _calls.InvokeAsync(now => _irm.Programs.Bind(new ProgramBinding(path, executable, name, isAuto, arguments), now));
    }

    /// <summary>Takes that back; null: for all names. What is started already lives on, and so do flows.</summary>
    public Task<Outcome> UnbindProgramAsync(Name? name, string path) =>
        _calls.InvokeAsync(now => _irm.Programs.Unbind(Executables.Resolve(path) ?? path, name, now));

    private AttachSession? Find(int processId) => _attach?.Sessions.FirstOrDefault(session => session.ProcessId == processId);

    private static Outcome NotAttached(int processId) =>
        Outcome.NotFound($"process {processId} is not attached to this stack", "start it, or bind its program");
}
