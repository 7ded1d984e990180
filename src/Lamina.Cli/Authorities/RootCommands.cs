using System.CommandLine;
using Lamina.Daemon.Authorities;

namespace Lamina.Cli.Authorities;

/// <summary>lamina layer-authority add-root LAYER, remove-root LAYER ROOT: how roots are rolled.</summary>
internal static class RootCommands
{
    public static Command CreateAdd(CliContext context)
    {
        Argument<string> layer = AuthorityPlace.LayerArgument();
        Command command = new(
            "add-root",
            "Makes another root, and issues with it from now on; those that were before are trusted until they are removed. "
            + "Example: lamina layer-authority add-root net") { layer };
        AuthorityPlace.SetAction(command, context, (result, place) =>
        {
            using LayerAuthority authority = place.OpenAuthority(AuthorityPlace.Layer(result.GetRequiredValue(layer)));
            string added = AuthorityPlace.Expect(authority.AddRoot());
            place.TellThisNode(authority);
            context.Out.WriteLine($"root {added}, of {authority.Trust.Roots.Roots.Count} in layer '{authority.Layer}'");
            return ExitCode.Ok;
        });
        return command;
    }

    public static Command CreateRemove(CliContext context)
    {
        Argument<string> layer = AuthorityPlace.LayerArgument();
        Argument<string> root = new("ROOT") { Description = "Its fingerprint; eight digits do" };
        Command command = new(
            "remove-root",
            "Takes a root away: what it has issued is void, so issue again with the new one before. Example: lamina layer-authority remove-root net 9a3be1f0") { layer, root };
        AuthorityPlace.SetAction(command, context, (result, place) =>
        {
            using LayerAuthority authority = place.OpenAuthority(AuthorityPlace.Layer(result.GetRequiredValue(layer)));
            string removed = AuthorityPlace.Expect(authority.RemoveRoot(result.GetRequiredValue(root)));
            place.TellThisNode(authority);
            context.Out.WriteLine($"root {removed} is no root of layer '{authority.Layer}' any more");
            return ExitCode.Ok;
        });
        return command;
    }
}
