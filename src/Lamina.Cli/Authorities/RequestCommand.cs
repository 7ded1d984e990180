using System.CommandLine;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Cli.Authorities;

/// <summary>lamina layer-authority request</summary>
internal static class RequestCommand
{
    public static Command Create(CliContext context)
    {
        Command command = new(
            "request", "Prints this node's public keys, for the authority of a layer that it is to join. Not secret. Example: lamina layer-authority request > node.req");
        AuthorityPlace.SetAction(command, context, (_, place) =>
        {
            using NodeIdentity identity = place.OpenIdentity();
            context.Out.WriteLine($"node {identity.Id}");
            context.Out.WriteLine(Armour.Write(Armour.Request, NodeRequest.Of(identity).Bytes.Span));
            return ExitCode.Ok;
        });
        return command;
    }
}
