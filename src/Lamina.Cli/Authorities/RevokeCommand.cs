using System.CommandLine;
using Lamina.Daemon.Authorities;

namespace Lamina.Cli.Authorities;

/// <summary>lamina layer-authority revoke LAYER SERIAL|NODE</summary>
internal static class RevokeCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> layer = AuthorityPlace.LayerArgument();
        Argument<string> entry = new("SERIAL")
        {
            Description = "The serial of a credential, or the id of a node with all that it has and has issued; eight digits do",
        };
        Command command = new(
            "revoke", "Takes a credential back, or a node's all. Example: lamina layer-authority revoke net 4fd06c1e") { layer, entry };
        AuthorityPlace.SetAction(command, context, (result, place) =>
        {
            using LayerAuthority authority = place.OpenAuthority(AuthorityPlace.Layer(result.GetRequiredValue(layer)));
            string revoked = AuthorityPlace.Expect(authority.Revoke(result.GetRequiredValue(entry)));
            place.TellThisNode(authority);
            context.Out.WriteLine($"{revoked} is revoked in layer '{authority.Layer}'");
            return ExitCode.Ok;
        });
        return command;
    }
}
