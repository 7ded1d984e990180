using Lamina.Core;
using Lamina.Node.Management;

namespace Lamina.Daemon.Nodes;

/// <summary>Did you mean: what this stack has that is nearest to a word that it does not know.</summary>
internal sealed class NodeSuggestions(StackManagement management)
{
    /// <summary>The outcome; where something was not found, with the question at the end of its sentence.</summary>
    public async ValueTask<Outcome> AskAsync(ValueTask<Outcome> operation, Mentioned words)
    {
        Outcome outcome = await operation;
        if (outcome.Code != OutcomeCode.NotFound || outcome.Message.Contains("did you mean", StringComparison.Ordinal))
        {
            return outcome;
        }

        IReadOnlyList<IpcpInfo> ipcps = await management.Ipcps.ListAsync();
        string question = Ask(outcome, [words.Ipcp, .. words.Ipcps], [.. ipcps.Select(ipcp => ipcp.Name)]);
        if (question.Length == 0)
        {
            question = Ask(outcome, [.. words.Layers], [.. ipcps.Select(ipcp => ipcp.Layer).OfType<string>()]);
        }

        if (question.Length == 0 && words.Name is not null)
        {
            question = Ask(outcome, [words.Name], [.. (await management.Names.ListAsync()).Select(name => name.Name)]);
        }

        return outcome with { Message = outcome.Message + question };
    }

    /// <summary>Only about a word that the sentence names: another one may be unknown as well, and rightly so.</summary>
    private static string Ask(Outcome outcome, IEnumerable<string?> typed, IReadOnlyList<string> known) => typed
        .OfType<string>()
        .Where(word => !known.Contains(word) && outcome.Message.Contains($"'{word}'", StringComparison.Ordinal))
        .Select(word => Suggestion.Ask(word, known))
        .FirstOrDefault(question => question.Length > 0) ?? "";
}
