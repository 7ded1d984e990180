using Lamina.Core;

namespace Lamina.Ipc.Irm.Naming;

/// <summary>
/// Registrations that somebody waits for until the layers know the name: all places at once. Who does not wait for the end any more
/// has what it made taken back; what was registered before stays.
/// </summary>
internal sealed class RegistrationWaits(MachineContext context, NameTable names, Registrar registrar)
{
    private readonly List<RegistrationWait> _waits = [];

    /// <summary>Registers a name in layers and at IPC processes, and waits.</summary>
    /// <param name="name">The name.</param>
    /// <param name="layers">In each of them.</param>
    /// <param name="processes">At each of them.</param>
    /// <param name="sink">Hears of the end: the first that failed, or Ok. What was registered before a place that refused stays.</param>
    /// <param name="now">The present.</param>
    public void Register(Name name, IEnumerable<string> layers, IEnumerable<string> processes, IOutcomeSink sink, Instant now)
    {
        IpcProcess[] before = RegistrationsOf(name);
        var meant = new List<IpcProcess>();
        Outcome outcome = Outcome.Ok;
        foreach (string layer in layers)
        {
            outcome = outcome.IsOk ? registrar.RegisterInLayer(name, layer, now) : outcome;
            meant.AddRange(RegistrationsOf(name).Where(process => process.Layer == layer));
        }

        foreach (string process in processes)
        {
            outcome = outcome.IsOk ? registrar.RegisterAtProcess(name, process, now) : outcome;
            meant.AddRange(RegistrationsOf(name).Where(registered => registered.Name == process));
        }

        if (!outcome.IsOk)
        {
            PostedOutcome.Post(context, sink, outcome);
            return;
        }

        IpcProcess[] asked = [.. meant.Distinct()];
        var wait = new RegistrationWait(this, name, asked.Length, [.. asked.Except(before)], sink);
        _waits.Add(wait);
        foreach (IpcProcess process in asked)
        {
            process.AwaitRegistration(NameHash.Of(name, process.HashAlgorithm), wait, now);
        }
    }

    /// <summary>Takes back what was made for a sink, which hears so; nothing where it has heard of the end.</summary>
    public void GiveUp(IOutcomeSink sink, Instant now)
    {
        if (_waits.Find(wait => wait.Sink == sink) is not { } wait)
        {
            return;
        }

        foreach (IpcProcess process in wait.Made)
        {
            registrar.UnregisterFromProcess(wait.Name, process.Name, now);
        }

        wait.End(Outcome.Failed($"registering '{wait.Name}' was given up"), now);
    }

    public void Forget(RegistrationWait wait) => _waits.Remove(wait);

    private IpcProcess[] RegistrationsOf(Name name) => [.. names.Find(name)?.Registrations ?? []];
}
