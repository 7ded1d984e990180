using System.CommandLine;
using System.Reflection;

namespace Lamina.Cli.Status;

/// <summary>lamina version</summary>
internal static class VersionCommand
{
    public static string Number { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "unknown";

    public static Command Create(CliContext context)
    {
        Command command = new("version", "Prints the version. Example: lamina version");
        command.SetAction(_ => context.Out.WriteLine($"lamina {Number}"));
        return command;
    }
}
