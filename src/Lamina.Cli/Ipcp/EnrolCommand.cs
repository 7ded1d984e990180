using System.CommandLine;
using Lamina.Cli.Authorities;
using Lamina.Cli.Grammar;
using Lamina.Cli.Rendering;
using Lamina.Core;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Ipcp;

/// <summary>lamina ipcp enrol NAME --dst D | --layer L [--type unicast] [--autobind] [--router] [--ticket T | --credential FILE | --insecure]</summary>
internal static class EnrolCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> name = CommonOptions.Ipcp();
        Option<string?> destination = new("--dst") { Description = "A member's name, or the layer's for any member; this or --layer is needed", HelpName = "NAME" };
        Option<string?> layer = new("--layer")
        {
            Description = "The layer, through any member; with --dst: through that one. Says which credential proves this node, where it has several",
            HelpName = "LAYER",
        };
        Option<string?> type = IpcpType.CreateOption(required: false, "unicast");
        Option<bool> autobind = CommonOptions.Autobind();
        Option<bool> router = new("--router") { Description = "This member will only forward: it gives no flows" };
        Option<bool> insecure = CommonOptions.Insecure();
        Option<string?> credential = new("--credential")
        {
            Description = "Installs what `lamina layer-authority issue` printed before; - for standard input. Default: what this node has of the layer",
            HelpName = "FILE",
        };
        Option<string?> ticket = new("--ticket") { Description = "What `lamina invite` printed: the credential comes from that host first", HelpName = "TICKET" };
        Command command = new(
            "enrol",
            "Joins a layer through a member; both prove who they are. Example: lamina ipcp enrol uni2 --type unicast --layer net --autobind --credential node.cred")
        {
            name, destination, layer, type, autobind, router, credential, insecure,
            ticket,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(destination) is null && result.GetResult(layer) is null)
            {
                result.AddError("give --dst NAME, or --layer LAYER");
            }

            if (result.GetResult(ticket) is not null && (result.GetValue(insecure) || result.GetResult(credential) is not null))
            {
                result.AddError("--ticket goes with neither --credential nor --insecure");
            }
            else if (result.GetValue(insecure) && result.GetResult(credential) is not null)
            {
                result.AddError("--credential and --insecure cannot be given together: a layer is secure, or it is not");
            }
        });
        command.SetOperation(context, (stack, result, cancel) =>
        {
            EnrolRequest request = new(
                result.GetValue(destination) ?? result.GetValue(layer)!,
                result.GetValue(type),
                result.GetValue(autobind),
                result.GetValue(insecure),
                result.GetValue(router))
            {
                Layer = result.GetValue(insecure) ? null : result.GetValue(layer),
                Ticket = result.GetValue(ticket),
                Credential = result.GetValue(credential) is { } file ? ReadCredential(context, file) : null,
            };
            string ipcp = result.GetRequiredValue(name);
            Task<Outcome> enrolment = stack.EnrolAsync(ipcp, request, cancel).AsTask();
            return new(Waiting.ForAsync(context, $"{ipcp} is enrolling through {request.Destination}", enrolment));
        });
        return command;
    }

    private static byte[] ReadCredential(CliContext context, string file) =>
        Armour.Read(AuthorityPlace.ReadText(context, file), Armour.Membership)
        ?? throw new CommandException(ExitCode.Usage, $"{file} is nothing that an authority issued", "lamina layer-authority issue LAYER --for FILE, on its host");
}
