using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Core;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Registration;

/// <summary>What register and unregister share: a name, and layers or IPC processes.</summary>
internal static class RegistrationVerb
{
    public static Command Create(
        CliContext context,
        string verb,
        string description,
        Func<IStackControl, RegistrationRequest, CancellationToken, ValueTask<Outcome>> operation)
    {
        Argument<string> name = new("NAME") { Description = "The name" };
        Option<string[]> layers = CommonOptions.Repeated("--layer", "LAYER", "In this layer; once per layer");
        Option<string[]> ipcps = CommonOptions.Repeated("--ipcp", "IPCP", "With this IPC process; once per process");
        Command command = new(verb, description) { name, layers, ipcps };
        command.Validators.Add(result =>
        {
            if (result.GetResult(layers) is null or { Implicit: true } && result.GetResult(ipcps) is null or { Implicit: true })
            {
                result.AddError("say where: --layer LAYER or --ipcp IPCP");
            }
        });
        command.SetOperation(context, (stack, result, cancel) => operation(
            stack,
            new RegistrationRequest(result.GetRequiredValue(name), result.GetValue(layers), result.GetValue(ipcps)),
            cancel));
        return command;
    }
}
