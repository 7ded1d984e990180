using System.CommandLine;
using System.CommandLine.Parsing;
using Lamina.Cli.Grammar;
using Lamina.Core;

namespace Lamina.Cli.Ipcp;

/// <summary>--type: the kind of an IPC process.</summary>
internal static class IpcpType
{
    private static readonly string[] Known = ["local", "udp", "unicast"];
    private static readonly string[] Later = ["broadcast", "eth-dix", "eth-llc", "vde"];

    public static Option<string?> CreateOption(bool required, params string[] allowed)
    {
        string[] kinds = allowed.Length == 0 ? Known : allowed;
        Option<string?> option = new("--type")
        {
            Description = $"The kind: {string.Join(", ", kinds)}",
            HelpName = "TYPE",
            Required = required,
        };
        option.Suggesting(kinds);
        option.Validators.Add(result => Validate(result, kinds));
        return option;
    }

    private static void Validate(OptionResult result, string[] kinds)
    {
        if (result.Tokens is not [{ Value: string type }] || kinds.Contains(type))
        {
            return;
        }

        result.AddError(Later.Contains(type)
            ? $"--type {type} cannot be used yet: this version has {string.Join(", ", Known)}"
            : $"'{type}' is no type that fits here; there are {string.Join(", ", kinds)}{Suggestion.Ask(type, kinds)}");
    }
}
