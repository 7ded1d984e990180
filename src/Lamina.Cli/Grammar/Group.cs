using System.CommandLine;
using System.CommandLine.Help;

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

    public static void ShowHelpWhenAlone(Command command) => command.SetAction(result => new HelpAction().Invoke(result));
}
