using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests.Documents;

/// <summary>Types a page's commands at the shells of its hosts.</summary>
internal static class Typist
{
    // What a person copies from one screen to the other.
    private const string Ticket = "TICKET";
    private const string TicketStart = "lamina1:";

    /// <summary>Every command must succeed, those that go on must say that they listen. Returns what the last one said.</summary>
    public static async Task<CommandResult> TypeAsync(
        IEnumerable<DocumentedCommand> commands, Func<string, Host> hostCalled, TimeSpan? limit = null)
    {
        CommandResult? last = null;
        string ticket = Ticket;
        foreach (DocumentedCommand command in commands)
        {
            RunningCommand running = hostCalled(command.Host).StartInShell(command.Text.Replace(Ticket, ticket, StringComparison.Ordinal));
            if (command.GoesOn)
            {
                // As a person would, who reads before typing on.
                await running.WaitForOutputAsync("listening", TimeSpan.FromSeconds(20));
            }
            else
            {
                last = (await running.WaitAsync(limit ?? TimeSpan.FromSeconds(30))).MustSucceed();
                ticket = last.Output.Split('\n').FirstOrDefault(line => line.StartsWith(TicketStart, StringComparison.Ordinal)) ?? ticket;
            }
        }

        return last ?? throw new InvalidOperationException("no command of these comes to an end");
    }
}
