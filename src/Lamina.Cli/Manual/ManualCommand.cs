using System.CommandLine;
using Lamina.Cli.Rendering;
using Lamina.Cli.Status;

namespace Lamina.Cli.Manual;

/// <summary>lamina man DIRECTORY: the manual, from the tree of commands.</summary>
internal static class ManualCommand
{
    public static Command Create(CliContext context, Func<Command> root)
    {
        Argument<string> directory = new("DIRECTORY") { Description = "Where the pages go; it is made where it does not exist" };
        Command command = new("man", "Writes the manual pages. Example: lamina man ~/.local/share/man/man1") { directory };
        command.SetAction(result =>
        {
            string target = result.GetRequiredValue(directory);
            try
            {
                int pages = Write(root(), Directory.CreateDirectory(target).FullName);
                context.Error.WriteLine($"lamina: {pages} pages written to {target}");
                return ExitCode.Ok;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                int code = failure is UnauthorizedAccessException ? ExitCode.Denied : ExitCode.Failure;
                throw new CommandException(code, $"the manual cannot be written to {target}: {failure.Message}", DiskHint.For(failure, target, "lamina man ./man1"));
            }
        });
        return command;
    }

    private static int Write(Command root, string directory)
    {
        Command[] pages = [root, .. root.Subcommands.Where(command => !command.Hidden)];
        foreach (Command command in pages)
        {
            using StreamWriter file = new(Path.Combine(directory, $"{ManualPage.NameOf(command)}.1"));
            new ManualPage(file, VersionCommand.Number).Write(command);
        }

        return pages.Length;
    }
}
