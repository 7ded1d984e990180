using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Ipcp;

/// <summary>lamina ipcp bootstrap NAME --layer L [--type T] [options of the type] [--autobind]</summary>
internal static class BootstrapCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> name = CommonOptions.Ipcp();
        Option<string> layer = new("--layer") { Description = "The new layer's name", HelpName = "LAYER", Required = true };
        Option<string?> type = IpcpType.CreateOption(required: false);
        Option<bool> autobind = CommonOptions.Autobind();
        Option<bool> insecure = CommonOptions.Insecure();
        UdpOptions udp = new();
        UnicastOptions unicast = new();
        Command command = new(
            "bootstrap",
            "Makes an IPC process the first member of a new layer, and creates it where --type is given. A unicast layer is secure, and this node becomes its "
            + "authority where it is none yet. Example: lamina ipcp bootstrap uni1 --type unicast --layer unicast --autobind")
        {
            name, layer, type, autobind, insecure,
        };
        udp.AddTo(command);
        unicast.AddTo(command);
        command.Options.Add(Refused.Option("--dev", "this version has no Ethernet bearers"));
        command.Options.Add(Refused.Option("--ethertype", "this version has no Ethernet bearers"));
        command.Options.Add(Refused.Option("--mode", "this version has no broadcast layers"));
        command.SetOperation(context, (stack, result, cancel) =>
        {
            RefuseForeign(result, result.GetValue(type), udp, unicast);
            BootstrapRequest request = new(
                result.GetRequiredValue(layer),
                result.GetValue(type),
                result.GetValue(autobind),
                result.GetValue(insecure),
                udp.Read(result),
                unicast.Read(result));
            return stack.BootstrapAsync(result.GetRequiredValue(name), request, cancel);
        });
        return command;
    }

    /// <summary>An option of another type is a mistake that must not be ignored.</summary>
    private static void RefuseForeign(ParseResult result, string? type, UdpOptions udp, UnicastOptions unicast)
    {
        IEnumerable<Option> foreign = type switch
        {
            "udp" => unicast.All,
            "unicast" => udp.All,
            "local" => [.. udp.All, .. unicast.All],
            _ => [],
        };
        if (foreign.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } stray)
        {
            throw new CommandException(
                ExitCode.Usage, $"{stray.Name} is no option of type {type}", "lamina ipcp bootstrap --help");
        }
    }
}
