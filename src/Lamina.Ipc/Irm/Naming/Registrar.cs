using Lamina.Core;

namespace Lamina.Ipc.Irm.Naming;

/// <summary>
/// Binds names and registers them, and refuses what would make an IPC process stand on itself. Binding and registering
/// go in any order; the layer or process that a name is registered at must exist.
/// </summary>
internal sealed class Registrar(IpcProcessTable processes, NameTable names, StackingGraph stacking)
{
    private const string ListHint = "lamina ipcp list";

    public Outcome Bind(Name name, IFlowAcceptor acceptor, BindingReasons reason)
    {
        if (processes.OwnerOf(acceptor) is { } upper
            && names.Find(name)?.Registrations.FirstOrDefault(lower => stacking.StandsOn(lower, upper)) is { } registeredAt)
        {
            return WouldCycle(name, upper, registeredAt);
        }

        names.Bind(name, acceptor, reason);
        return Outcome.Ok;
    }

    public Outcome BindProcess(Name name, string process)
    {
        if (processes.Find(process) is not { } found)
        {
            return NoSuchProcess(process);
        }

        return found.Acceptor is { } acceptor
            ? Bind(name, acceptor, BindingReasons.Process)
            : Outcome.Usage(
                $"IPC process '{process}' is a bearer ({found.Kind.ToString().ToLowerInvariant()}) and accepts no flows",
                "bind the name to a unicast IPC process or a program");
    }

    public Outcome UnbindProcess(Name name, string process)
    {
        if (processes.Find(process) is not { } found)
        {
            return NoSuchProcess(process);
        }

        return found.Acceptor is { } acceptor && names.Unbind(name, acceptor)
            ? Outcome.Ok
            : Outcome.NotFound($"name '{name}' is not bound to IPC process '{process}'", "lamina name list");
    }

    public Outcome RegisterInLayer(Name name, string layer, Instant now)
    {
        IReadOnlyList<IpcProcess> members = processes.InLayer(layer);
        if (members.Count == 0)
        {
            return NoSuchLayer(layer);
        }

        // Looked at first, done then: a cycle at one member leaves nothing behind at another.
        foreach (IpcProcess member in members)
        {
            if (Examine(name, member) is { IsOk: false } failure)
            {
                return failure;
            }
        }

        // A member that only forwards refuses; the name is in the layer where another member has it.
        Outcome refusal = Outcome.Ok;
        bool any = false;
        foreach (IpcProcess member in members)
        {
            Outcome outcome = Register(name, member, now);
            any |= outcome.IsOk;
            refusal = outcome.IsOk ? refusal : outcome;
        }

        return any ? Outcome.Ok : refusal;
    }

    public Outcome RegisterAtProcess(Name name, string process, Instant now)
    {
        if (processes.Find(process) is not { } found)
        {
            return NoSuchProcess(process);
        }

        Outcome outcome = Examine(name, found);
        return outcome.IsOk ? Register(name, found, now) : outcome;
    }

    public Outcome UnregisterFromLayer(Name name, string layer, Instant now)
    {
        IReadOnlyList<IpcProcess> members = processes.InLayer(layer);
        if (members.Count == 0)
        {
            return NoSuchLayer(layer);
        }

        bool any = false;
        foreach (IpcProcess member in members)
        {
            any |= Unregister(name, member, now);
        }

        return any ? Outcome.Ok : NotRegistered(name, $"layer '{layer}'");
    }

    public Outcome UnregisterFromProcess(Name name, string process, Instant now)
    {
        if (processes.Find(process) is not { } found)
        {
            return NoSuchProcess(process);
        }

        return Unregister(name, found, now) ? Outcome.Ok : NotRegistered(name, $"IPC process '{process}'");
    }

    private static Outcome NoSuchLayer(string layer) =>
        Outcome.NotFound($"no IPC process of this stack is in a layer '{layer}'", ListHint);

    private static Outcome NoSuchProcess(string process) =>
        Outcome.NotFound($"this stack has no IPC process '{process}'", ListHint);

    private static Outcome NotRegistered(Name name, string where) =>
        Outcome.NotFound($"name '{name}' is not registered in {where}", "lamina name list");

    private static Outcome WouldCycle(Name name, IpcProcess upper, IpcProcess lower) => Outcome.Usage(
        $"name '{name}' would make IPC process '{upper.Name}' stand on '{lower.Name}', which stands on '{upper.Name}'",
        "layers stand on each other without going round: choose a layer below");

    private Outcome Examine(Name name, IpcProcess lower)
    {
        if (lower.Layer is null)
        {
            return Outcome.Failed(
                $"IPC process '{lower.Name}' is in no layer yet, so no name can be registered there",
                "'lamina ipcp bootstrap' or 'lamina ipcp enrol' it first");
        }

        foreach (IFlowAcceptor acceptor in names.Find(name)?.Acceptors ?? [])
        {
            if (processes.OwnerOf(acceptor) is { } upper && stacking.StandsOn(lower, upper))
            {
                return WouldCycle(name, upper, lower);
            }
        }

        return Outcome.Ok;
    }

    private Outcome Register(Name name, IpcProcess process, Instant now)
    {
        if (!names.Register(name, process))
        {
            return Outcome.Ok;
        }

        Outcome outcome = process.Register(NameHash.Of(name, process.HashAlgorithm), now);
        if (!outcome.IsOk)
        {
            names.Unregister(name, process);
        }

        return outcome;
    }

    private bool Unregister(Name name, IpcProcess process, Instant now)
    {
        bool wasRegistered = names.Unregister(name, process);
        if (wasRegistered)
        {
            process.Unregister(NameHash.Of(name, process.HashAlgorithm), now);
        }

        return wasRegistered;
    }
}
