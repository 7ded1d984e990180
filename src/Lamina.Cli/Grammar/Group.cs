using System.CommandLine;
using Lamina.Cli.Help;

namespace Lamina.Cli.Grammar;

/// <summary>A noun: alone it lists its verbs.</summary>
public static class Group
{
    public static Command Create(string name, string description, params ReadOnlySpan<Command> verbs)
    {
        Command command = new(name, description);
        foreach (Command verb in verbs)
        {
            command.Subcommands.Add(verb);
        }

        ShowHelpWhenAlone(command);
        return command;
    }

    public static void ShowHelpWhenAlone(Command command) => command.Action = new ShowHelp(isAsked: false);
}
