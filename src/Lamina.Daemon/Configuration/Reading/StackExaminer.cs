using Lamina.Core;
using Lamina.Daemon.Configuration.Steps;
using Lamina.Daemon.Control;

namespace Lamina.Daemon.Configuration.Reading;

/// <summary>Compares the parts of a stack with each other, and puts what is to be done in order.</summary>
internal static class StackExaminer
{
    public static IReadOnlyList<ConfigStep> ToSteps(StackDraft draft, ConfigObject file)
    {
        ExamineNames(draft, file);
        RegisterStep[] registrations =
            [.. draft.Registrations.Select(registration => ToStep(registration, draft, file)).OfType<RegisterStep>()];
        FindDoubles([.. draft.Names, .. draft.Bindings, .. registrations], file);
        LayerOrder order = new(draft, file);
        IpcpDraft[] ipcps = [.. draft.Ipcps.OrderBy(order.DepthOf)];
        return
        [
            // Before a flow can come for them.
            .. draft.Names,
            .. ipcps.Select(ipcp => ipcp.Process).OfType<ProcessStep>(),
            .. draft.Bindings,
            .. registrations.Where(registration => !registration.IsPatient),
            .. ipcps.Select(ipcp => ipcp.Enrolment).OfType<EnrolStep>(),
            .. registrations.Where(registration => registration.IsPatient),
            .. draft.Connections.OrderBy(connection => order.DepthOf(draft.Find(connection.Ipcp)!)),
        ];
    }

    private static void ExamineNames(StackDraft draft, ConfigObject file)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (IpcpDraft ipcp in draft.Ipcps.Where(ipcp => ipcp.Name.Length > 0 && !names.Add(ipcp.Name)))
        {
            file.Note(ipcp.Position, $"there is an IPC process \"{ipcp.Name}\" already in this stack", "give each a name of its own");
        }

        foreach (BindStep binding in draft.Bindings.Where(binding => binding.Request.Kind == "ipcp"))
        {
            string subject = binding.Request.Subject;
            if (draft.Find(subject) is not { } ipcp)
            {
                NoteUnknown(file, binding.Position, "IPC process", subject, draft.Ipcps.Select(known => known.Name));
            }
            else if (ipcp.Type is "local" or "udp")
            {
                file.Note(binding.Position, $"{subject} is of type {ipcp.Type}: a bearer accepts no flows", "bind a unicast IPC process or a program");
            }
        }
    }

    private static RegisterStep? ToStep(RegistrationDraft registration, StackDraft draft, ConfigObject file)
    {
        IpcpDraft[] members = registration.IsLayer
            ? [.. draft.MembersOf(registration.Place)]
            : draft.Find(registration.Place) is { } ipcp ? [ipcp] : [];
        // A process that enrols through a member's name may join any layer.
        bool mayAppear = registration.IsLayer && draft.Ipcps.Exists(known => known.HasUnknownLayer);
        if (members.Length == 0 && !mayAppear)
        {
            NoteUnknown(
                file, registration.Position, registration.IsLayer ? "layer" : "IPC process", registration.Place,
                registration.IsLayer ? draft.Ipcps.Select(known => known.Layer ?? "") : draft.Ipcps.Select(known => known.Name));
            return null;
        }

        if (members.Length > 0 && !mayAppear && members.All(member => member.IsRouter))
        {
            file.Note(
                registration.Position, $"{members[0].Name} is a router of its layer: it only forwards, so no name can be registered at it",
                "register the name at a member that is no router");
        }

        bool waits = !members.Any(member => member.IsBootstrapped);
        string[] names = [.. members.Select(member => member.Name)];
        return new RegisterStep(
            registration.Position,
            registration.IsLayer
                ? new RegistrationRequest(registration.Name, [registration.Place])
                : new RegistrationRequest(registration.Name, null, [registration.Place]),
            names,
            waits);
    }

    private static void FindDoubles(IReadOnlyList<ConfigStep> steps, ConfigObject file)
    {
        Dictionary<string, ConfigStep> first = [];
        foreach (ConfigStep step in steps)
        {
            if (!first.TryAdd(step.Key, step))
            {
                file.Note(step.Position, $"the {step.Description} is there already, in line {first[step.Key].Position.Line}", "say it once");
            }
        }
    }

    private static void NoteUnknown(ConfigObject file, Text.ConfigPosition position, string kind, string name, IEnumerable<string> known)
    {
        string[] names = [.. known.Where(one => one.Length > 0).Distinct()];
        string near = Suggestion.Find(name, names) is { } word ? $", did you mean \"{word}\"?" : "";
        file.Note(
            position, $"this stack makes no {kind} \"{name}\"{near}",
            names.Length == 0 ? "describe it in \"ipcps\"" : $"there is {string.Join(", ", names)}");
    }
}
