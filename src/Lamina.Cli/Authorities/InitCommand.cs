using System.CommandLine;
using Lamina.Daemon.Authorities;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Cli.Authorities;

/// <summary>lamina layer-authority init LAYER</summary>
internal static class InitCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> layer = AuthorityPlace.LayerArgument();
        Command command = new(
            "init", "Makes this host the authority of a new secure layer, and this node its first member. Example: lamina layer-authority init net") { layer };
        AuthorityPlace.SetAction(command, context, (result, place) =>
        {
            using NodeIdentity identity = place.OpenIdentity();
            using LayerAuthority authority = AuthorityPlace.Expect(
                LayerAuthority.Begin(place.Directory, AuthorityPlace.Layer(result.GetRequiredValue(layer)), context.Clock));
            Membership own = AuthorityPlace.Expect(authority.Issue(NodeRequest.Of(identity), IssueTerms.ForItself));
            AuthorityPlace.Expect(MembershipFiles.Install(place.Directory, own, identity.Id, place.Now));
            context.Out.WriteLine($"layer '{authority.Layer}', id {authority.Trust.Layer}");
            context.Out.WriteLine($"root {authority.Record.Root}");
            context.Out.WriteLine($"node {identity.Id} is its first member");
            return ExitCode.Ok;
        });
        return command;
    }
}
