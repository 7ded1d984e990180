using System.CommandLine;
using Lamina.Daemon.Authorities;
using Lamina.Security.Credentials;

namespace Lamina.Cli.Authorities;

/// <summary>lamina layer-authority export LAYER</summary>
internal static class ExportCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> layer = AuthorityPlace.LayerArgument();
        Command command = new(
            "export",
            "Prints roots and revocations as they are now, for members to install. Not secret. Example: lamina layer-authority export net > net.trust") { layer };
        AuthorityPlace.SetAction(command, context, (result, place) =>
        {
            using LayerAuthority authority = place.OpenAuthority(AuthorityPlace.Layer(result.GetRequiredValue(layer)));
            int revoked = authority.Trust.Revocations.SelectMany(list => list.Entries).Distinct().Count();
            context.Out.WriteLine($"layer '{authority.Layer}': roots {authority.Trust.Roots.Roots.Count}, revoked {revoked}");
            context.Out.WriteLine(Armour.Write(Armour.Membership, new Membership(authority.Layer, authority.Trust).Write()));
            return ExitCode.Ok;
        });
        return command;
    }
}
