using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Irm.Naming;
using Lamina.Ipc.Irm.Programs;
using Lamina.Node.Attach;
using Lamina.Node.Programs;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;

namespace Lamina.Node.Management;

/// <summary>Names of a stack: who is behind them, and where they are known.</summary>
public sealed class NameManagement
{
    // Longer than a layer takes to say that it does not answer (4 s): its own reason says more.
    private static readonly Duration Patience = Duration.FromSeconds(10);

    // Of a user who does not administer: names cost memory that is everybody's.
    private const int MaxBindings = 1024;

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
            (sink, now) =>
            {
                if (ExamineCredentials(name, layers, ipcps) is { IsOk: false } refused)
                {
                    sink.HandleOutcome(refused, now);
                    return;
                }

                _irm.Register(name, layers, ipcps, sink, now);
            },
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
    /// <param name="name">The name.</param>
    /// <param name="processId">The process.</param>
    /// <param name="party">The user that asks for it; null: who administers the stack.</param>
    public Task<Outcome> BindProcessAsync(Name name, int processId, BindingParty? party = null) =>
        _calls.InvokeAsync(_ => Find(processId) is not { } session ? NotAttached(processId)
            : Examine(session, party) is { IsOk: false } foreign ? foreign
            : party is not null && Examine(name, party, session) is { IsOk: false } refusal ? refusal
            : _irm.Bind(name, session, BindingReasons.Process));

    /// <summary>Takes that back.</summary>
    public Task<Outcome> UnbindProcessAsync(Name name, int processId, BindingParty? party = null) =>
        _calls.InvokeAsync(_ => Find(processId) is not { } session ? NotAttached(processId)
            : Examine(session, party) is { IsOk: false } foreign ? foreign
            : _irm.Unbind(name, session));

    /// <summary>
    /// Lets every process of a program stand behind a name, those that listen already included; with
    /// <paramref name="isAuto"/> one is started when a flow arrives and nobody is there.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="path">The program's file.</param>
    /// <param name="isAuto">Start it.</param>
    /// <param name="arguments">What it is started with.</param>
    /// <param name="party">The user that asks for it, for its own processes; null: who administers the stack, for all.</param>
    public Task<Outcome> BindProgramAsync(Name name, string path, bool isAuto, IReadOnlyList<string> arguments, BindingParty? party = null)
    {
        if (_attach is null)
        {
            return Task.FromResult(Outcome.Usage("this stack is a program's own: no other program can attach to it", "lamina daemon"));
        }

        return !File.Exists(path) || Executables.Resolve(path) is not { } executable
            ? Task.FromResult(Outcome.NotFound($"there is no program '{path}'", "the path as this host sees it"))
            : _calls.InvokeAsync(now =>
                isAuto && party is not null ? Outcome.Denied("programs are started as the daemon's user, so 'administer' is needed", "without --auto")
                : party is not null && Examine(name, party, null) is { IsOk: false } refusal ? refusal
                : _irm.Programs.Bind(new ProgramBinding(path, executable, name, isAuto, arguments, party?.User), now));
    }

    /// <summary>Takes that back; null: for all names. What is started already lives on, and so do flows.</summary>
    public Task<Outcome> UnbindProgramAsync(Name? name, string path, BindingParty? party = null) =>
        _calls.InvokeAsync(now => _irm.Programs.Unbind(Executables.Resolve(path) ?? path, name, now, party?.User));

    /// <summary>Nobody in a secure layer would keep a name that the own credential does not cover: here that is said at once.</summary>
    private Outcome ExamineCredentials(Name name, IReadOnlyList<string> layers, IReadOnlyList<string> ipcps)
    {
        foreach (IpcProcess process in _irm.Processes.All)
        {
            if (process is { Layer: { } layer, Security.Credentials: LayerCredentials credentials } && (layers.Contains(layer) || ipcps.Contains(process.Name))
                && !CredentialCheck.Covers(credentials.Chain.Member, NameHash.Of(name, process.HashAlgorithm)))
            {
                return Outcome.Denied(
                    $"the credential of this node for layer '{layer}' does not permit to register '{name}'",
                    $"lamina layer-authority issue '{layer}' with --names '{name}', on the authority's host, and install that here");
            }
        }

        return Outcome.Ok;
    }

    private AttachSession? Find(int processId) => _attach?.Sessions.FirstOrDefault(session => session.ProcessId == processId);

    private static Outcome Examine(AttachSession session, BindingParty? party) => party is null || party.User == session.UserId
        ? Outcome.Ok
        : Outcome.Denied($"{session.Description} is another user's", "bind a process of your own, or ask who administers the stack");

    private Outcome Examine(Name name, BindingParty party, AttachSession? self)
    {
        int bound = _irm.Names.All.Sum(record => self is null
            ? record.Programs.Count(binding => binding.User == party.User)
            : record.Acceptors.Contains(self) ? 1 : 0);
        return bound >= MaxBindings
            ? Outcome.Failed($"a user has {MaxBindings} bindings of programs, and of each process, at most", "lamina name list")
            : _irm.ExamineBinding(name, party, self);
    }

    private static Outcome NotAttached(int processId) =>
        Outcome.NotFound($"process {processId} is not attached to this stack", "start it, or bind its program");
}
