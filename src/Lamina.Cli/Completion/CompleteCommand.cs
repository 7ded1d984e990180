using System.CommandLine;

namespace Lamina.Cli.Completion;

/// <summary>lamina complete -- WORDS...: what the scripts ask. It never fails aloud: its user is in the middle of a line.</summary>
internal static class CompleteCommand
{
    public const string Name = "complete";

    public static Command Create(CliContext context, Func<Command> root)
    {
        Argument<string[]> words = new("WORDS") { Arity = ArgumentArity.ZeroOrMore };
        Command command = new(Name, "Lists what may come next, for the scripts of `lamina completion`. Example: lamina complete -- ipcp l")
        {
            words,
        };
        command.Hidden = true;
        command.SetAction(async (result, cancel) =>
        {
            try
            {
                foreach (Candidate candidate in await new Completer(context, root()).CompleteAsync(result.GetValue(words) ?? [], cancel))
                {
                    string line = candidate.Description.Length == 0 ? candidate.Word : $"{candidate.Word}\t{candidate.Description}";
                    context.Out.WriteLine(line.ReplaceLineEndings(" "));
                }
            }
            catch (Exception)
            {
                // No candidates are better than a message between the words of a line.
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
