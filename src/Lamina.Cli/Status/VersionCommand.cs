using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Lamina.Cli.Grammar;

namespace Lamina.Cli.Status;

/// <summary>lamina version</summary>
internal static class VersionCommand
{
    public static string Number { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "unknown";

    public static Command Create(CliContext context)
    {
        Option<bool> json = CommonOptions.Json();
        Command command = new("version", "Prints the version. Example: lamina version --json") { json };
        command.SetAction(result => context.Out.WriteLine(result.GetValue(json) ? Describe() : $"lamina {Number}"));
        return command;
    }

    private static string Describe()
    {
        VersionDocument document = new(
            Number,
            RuntimeInformation.FrameworkDescription,
            $"{RuntimeInformation.OSDescription.Trim()} {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}");
        return JsonSerializer.Serialize(document, VersionJson.Default.VersionDocument);
    }
}
