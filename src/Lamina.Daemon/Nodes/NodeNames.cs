using System.Globalization;
using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Ipc.Irm.Programs;
using Lamina.Node.Management;

namespace Lamina.Daemon.Nodes;

/// <summary>Bindings and registrations of a node.</summary>
internal sealed class NodeNames(StackManagement management)
{
    public async ValueTask<Answer<NameList>> ListAsync() => new NameList(
        [.. (await management.Names.ListAsync()).Select(name => new NameEntry(
            name.Name, name.Acceptors, name.Registrations, [.. name.Programs.Select(ToEntry)]))]);

    public async ValueTask<Outcome> BindAsync(BindingRequest request) =>
        !TryParse(request.Name, out Name name, out Outcome refusal) ? refusal
        : request.Kind == "program"
            ? await management.Names.BindProgramAsync(name, request.Subject, request.Auto, request.Arguments ?? [], request.Party)
        : await ApplyAsync(request, name, management.Names.BindIpcpAsync, (bound, process) => management.Names.BindProcessAsync(bound, process, request.Party));

    /// <summary>Without a name: every name that the subject stands behind.</summary>
    public async ValueTask<Outcome> UnbindAsync(BindingRequest request)
    {
        if (request.Kind == "program")
        {
            return request.Name is null ? await management.Names.UnbindProgramAsync(null, request.Subject, request.Party)
                : !TryParse(request.Name, out Name one, out Outcome wrong) ? wrong
                : await management.Names.UnbindProgramAsync(one, request.Subject, request.Party);
        }

        if (request.Name is not null)
        {
            return !TryParse(request.Name, out Name name, out Outcome refusal) ? refusal
                : await ApplyAsync(request, name, management.Names.UnbindIpcpAsync, (bound, process) => management.Names.UnbindProcessAsync(bound, process, request.Party));
        }

        Outcome outcome = Outcome.NotFound($"{request.Kind} {request.Subject} is bound to no name", "lamina name list");
        foreach (NameInfo bound in await management.Names.ListAsync())
        {
            if (bound.Acceptors.Any(acceptor => IsSubject(acceptor, request)))
            {
                outcome = await ApplyAsync(
                    request, Name.Parse(bound.Name), management.Names.UnbindIpcpAsync, (bound, process) => management.Names.UnbindProcessAsync(bound, process, request.Party));
                if (!outcome.IsOk)
                {
                    return outcome;
                }
            }
        }

        return outcome;
    }

    /// <summary>In all places; a caller that gives up has what it made taken back.</summary>
    public async ValueTask<Outcome> RegisterAsync(RegistrationRequest request, CancellationToken cancel) =>
        Examine(request, out Name name) is { IsOk: false } refusal
            ? refusal
            : await management.Names.RegisterAsync(name, request.Layers ?? [], request.Ipcps ?? [], cancel);

    /// <summary>One after the other; the first that fails ends it, and says which one it was.</summary>
    public async ValueTask<Outcome> UnregisterAsync(RegistrationRequest request)
    {
        Outcome outcome = Examine(request, out Name name);
        foreach (string layer in request.Layers ?? [])
        {
            outcome = outcome.IsOk ? await management.Names.UnregisterAsync(name, layer) : outcome;
        }

        foreach (string ipcp in request.Ipcps ?? [])
        {
            outcome = outcome.IsOk ? await management.Names.UnregisterAtAsync(name, ipcp) : outcome;
        }

        return outcome;
    }

    private static Outcome Examine(RegistrationRequest request, out Name name) =>
        !TryParse(request.Name, out name, out Outcome refusal) ? refusal
        : request is { Layers: null or { Count: 0 }, Ipcps: null or { Count: 0 } }
            ? Outcome.Usage("no layer and no IPC process is given", "see docs/CONTROL.md")
            : Outcome.Ok;

    private static async ValueTask<Outcome> ApplyAsync(
        BindingRequest request, Name name, Func<Name, string, Task<Outcome>> ipcp, Func<Name, int, Task<Outcome>> process)
    {
        switch (request.Kind)
        {
            case "ipcp":
                return request.Party is not null ? Outcome.Denied("binding an IPC process needs the right 'administer'", "ask who administers the stack: lamina status") : await ipcp(name, request.Subject);
            case "process":
                return int.TryParse(request.Subject, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                    ? await process(name, id)
                    : Outcome.Usage($"'{request.Subject}' is no process id");
            default:
                return Outcome.Usage($"'{request.Kind}' is no kind of binding", "program, process or ipcp");
        }
    }

    private static ProgramEntry ToEntry(ProgramState program) =>
        new(program.Binding.Path, program.Binding.IsAuto, program.Binding.Arguments, program.State);

    /// <summary>Compares with what lists call an acceptor: "ipcp uni1", "process 4711 (lamina)".</summary>
    private static bool IsSubject(string acceptor, BindingRequest request)
    {
        string subject = $"{request.Kind} {request.Subject}";
        return acceptor == subject || acceptor.StartsWith(subject + " ", StringComparison.Ordinal);
    }

    internal static bool TryParse(string? text, out Name name, out Outcome refusal)
    {
        bool isName = Name.TryParse(text, out name);
        refusal = isName ? Outcome.Ok : Outcome.Usage($"'{text}' is not a name: 1 to {Name.MaxLength} bytes without control characters");
        return isName;
    }
}
