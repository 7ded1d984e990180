using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Cli.Rendering;
using Lamina.Core;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Ipcp;

/// <summary>lamina ipcp enrol NAME --dst D | --layer L [--type unicast] [--autobind] [--router] [--insecure]</summary>
internal static class EnrolCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> name = CommonOptions.Ipcp();
        Option<string?> destination = new("--dst") { Description = "A member's name, or the layer's for any member; this or --layer is needed", HelpName = "NAME" };
        Option<string?> layer = new("--layer") { Description = "The layer: the same as --dst LAYER", HelpName = "LAYER" };
        Option<string?> type = IpcpType.CreateOption(required: false, "unicast");
        Option<bool> autobind = CommonOptions.Autobind();
        Option<bool> router = new("--router") { Description = "This member will only forward: it gives no flows" };
        Option<bool> insecure = CommonOptions.Insecure();
        const string NoAuthority = "this version has no layer authorities; a lab uses --insecure";
        Command command = new(
            "enrol",
            "Joins a layer through a member. Example: lamina ipcp enrol uni2 --type unicast --dst unicast --autobind --insecure")
        {
            name, destination, layer, type, autobind, router, insecure,
            Refused.Option("--ticket", NoAuthority),
            Refused.Option("--credential", NoAuthority),
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(destination) is null == result.GetResult(layer) is null)
            {
                result.AddError("give either --dst NAME or --layer LAYER");
            }
        });
        command.SetOperation(context, (stack, result, cancel) =>
        {
            EnrolRequest request = new(
                result.GetValue(destination) ?? result.GetValue(layer)!,
                result.GetValue(type),
                result.GetValue(autobind),
                result.GetValue(insecure),
                result.GetValue(router));
            string ipcp = result.GetRequiredValue(name);
            Task<Outcome> enrolment = stack.EnrolAsync(ipcp, request, cancel).AsTask();
            return new(Waiting.ForAsync(context, $"{ipcp} is enrolling through {request.Destination}", enrolment));
        });
        return command;
    }
}
