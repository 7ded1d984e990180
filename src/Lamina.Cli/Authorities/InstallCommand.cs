using System.CommandLine;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Authorities;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Cli.Authorities;

/// <summary>lamina layer-authority install FILE|-</summary>
internal static class InstallCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> file = new("FILE") { Description = "What `issue` or `export` printed; - for standard input" };
        Command command = new(
            "install",
            "Takes in what an authority has given: a credential of this node, or newer roots and revocations. A daemon that runs sees it within seconds. "
            + "Example: lamina layer-authority install node.cred") { file };
        AuthorityPlace.SetAction(command, context, (result, place) =>
        {
            string from = result.GetRequiredValue(file);
            Membership brought = Armour.Read(place.ReadText(from), Armour.Membership) is { } bytes && Membership.TryRead(bytes, out Membership? read)
                ? read!
                : throw new CommandException(ExitCode.Usage, $"{from} is nothing that an authority issued", "lamina layer-authority issue LAYER --for FILE, on its host");
            using NodeIdentity identity = place.OpenIdentity();
            Membership held = AuthorityPlace.Expect(MembershipFiles.Install(place.Directory, brought, identity.Id, place.Now));
            CredentialVerdict verdict = held.Examine(identity.Id, place.Now)!.Value;
            context.Out.WriteLine($"layer '{held.Layer}', id {held.Trust.Layer}: the credential {verdict}, until {TimeText.Of(held.Chain!.Member.NotAfter)}");
            return verdict.IsOk ? ExitCode.Ok : ExitCode.Degraded;
        });
        return command;
    }
}
