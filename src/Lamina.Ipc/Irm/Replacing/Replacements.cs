using Lamina.Core;
using Lamina.Ipc.Irm.Brokering;
using Lamina.Ipc.Irm.Naming;

namespace Lamina.Ipc.Irm.Replacing;

/// <summary>Replaces IPC processes under their flows.</summary>
internal sealed class Replacements(MachineContext context, IpcProcessTable processes, NameTable names, StackFlows flows, SilentLayers silent)
{
    private readonly List<Replacement> _running = [];

    /// <summary>Begins; the sink hears the end, 30 s later at most.</summary>
    public void Begin(string process, IOutcomeSink sink, Instant now)
    {
        if (processes.Find(process) is not { } former)
        {
            PostedOutcome.Post(context, sink, Outcome.NotFound($"this stack has no IPC process '{process}'", "lamina ipcp list"));
            return;
        }

        if (Refusal(former) is { } refusal)
        {
            PostedOutcome.Post(context, sink, refusal);
            return;
        }

        string layer = former.Layer!;
        var away = new AwayFlows(flows);
        away.Take(former);

        // It lives only where it is in no layer, or of a kind that cannot.
        Succession succession = former.Vanish(now)!;
        succession.Process.Traffic.Add(former.Traffic);
        processes.Replace(former, succession.Process);
        names.Replace(former, succession.Process);
        silent.Forget(former);
        var replacement = new Replacement(context, names, away, succession, sink, over => _running.Remove(over));
        _running.Add(replacement);
        away.HandTo(succession.Process, now);
        replacement.Start(layer, now);
    }

    /// <summary>True for a next one that is not in its layer yet.</summary>
    public bool IsEntering(IpcProcess process) => process.Layer is null && _running.Exists(replacement => replacement.Process == process);

    /// <summary>An IPC process ends, for good.</summary>
    public void HandleEnd(IpcProcess process, Instant now) => _running.Find(replacement => replacement.Process == process)?.Cancel(now);

    private Outcome? Refusal(IpcProcess former) =>
        _running.Exists(replacement => replacement.Process == former) ? Outcome.Failed($"{former.Name} is being restarted already")
        : former.Kind != IpcProcessKind.Unicast ? Outcome.Usage(
            $"{former.Name} is a bearer: only unicast IPC processes can be restarted under their flows",
            $"lamina ipcp destroy {former.Name}, and bootstrap it again: what stands on it mends itself")
        : former.Layer is null ? Outcome.Failed($"{former.Name} is in no layer", "bootstrap or enrol it")
        : null;
}
