using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Authorities;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Cli.Authorities;

/// <summary>lamina layer-authority issue LAYER --for FILE|-|self [--names N]... [--all-names] [--days N] [--rights R]...</summary>
internal static class IssueCommand
{
    private const string Self = "self";

    public static Command Create(CliContext context)
    {
        Argument<string> layer = AuthorityPlace.LayerArgument();
        Option<string> subject = new("--for")
        {
            Description = "For whom: the file that `request` printed on the other host, - for standard input, self for this node",
            HelpName = "FILE",
            Required = true,
        };
        Option<string[]> names = CommonOptions.Repeated("--names", "NAME", "A name that it may register");
        Option<bool> allNames = new("--all-names") { Description = "It may register any name" };
        Option<int> days = new Option<int>("--days")
        {
            Description = "How long it is valid (default: 365)",
            HelpName = "N",
            DefaultValueFactory = _ => (int)IssueTerms.DefaultLifetime.TotalDays,
        }.Within(1, 36500);
        Option<string[]> rights = CommonOptions.Repeated(
            "--rights", "RIGHT", $"What it may be: {string.Join(", ", RightNames.All)} (default: member and router)");
        Command command = new(
            "issue",
            "Issues a credential: prints what the other host installs; for self it is installed at once. "
            + "Example: lamina layer-authority issue net --for node.req --names web --names mail > node.cred")
        {
            layer, subject, names, allNames, days, rights,
        };
        AuthorityPlace.SetAction(command, context, (result, place) =>
        {
            IssueTerms terms = new(
                RightsIn(result.GetValue(rights) ?? []), NamesIn(result.GetValue(names) ?? [], result.GetValue(allNames)), TimeSpan.FromDays(result.GetValue(days)));
            using LayerAuthority authority = place.OpenAuthority(AuthorityPlace.Layer(result.GetRequiredValue(layer)));
            string who = result.GetRequiredValue(subject);
            return who == Self ? IssueToItself(place, authority, terms) : Issue(place, authority, RequestIn(place, who), terms);
        });
        return command;
    }

    private static int Issue(AuthorityPlace place, LayerAuthority authority, NodeRequest request, IssueTerms terms)
    {
        Membership issued = AuthorityPlace.Expect(authority.Issue(request, terms));
        place.Context.Out.WriteLine(Describe(issued));
        place.Context.Out.WriteLine(Armour.Write(Armour.Membership, issued.Write()));
        return ExitCode.Ok;
    }

    private static int IssueToItself(AuthorityPlace place, LayerAuthority authority, IssueTerms terms)
    {
        using NodeIdentity identity = place.OpenIdentity();
        Membership issued = AuthorityPlace.Expect(authority.Issue(NodeRequest.Of(identity), terms));
        AuthorityPlace.Expect(MembershipFiles.Install(place.Directory, issued, identity.Id, place.Now));
        place.Context.Out.WriteLine(Describe(issued));
        return ExitCode.Ok;
    }

    private static string Describe(Membership issued)
    {
        Credential credential = issued.Chain!.Member;
        return $"credential {credential.Serial} for node {credential.Subject} in layer '{issued.Layer}', until {TimeText.Of(credential.NotAfter)}";
    }

    private static NodeRequest RequestIn(AuthorityPlace place, string file) =>
        Armour.Read(place.ReadText(file), Armour.Request) is { } bytes && NodeRequest.TryRead(bytes, out NodeRequest? request)
            ? request!
            : throw new CommandException(ExitCode.Usage, $"{file} is no request of a node", "lamina layer-authority request > FILE, on that host");

    private static IReadOnlyList<string>? NamesIn(string[] names, bool all) => (names.Length, all) switch
    {
        (0, false) => throw new CommandException(
            ExitCode.Usage, "which names may it register?", "--names NAME, once for each, or --all-names"),
        ( > 0, true) => throw new CommandException(ExitCode.Usage, "--all-names and --names cannot be given together"),
        (_, true) => null,
        _ => names,
    };

    private static Rights RightsIn(string[] words)
    {
        Rights all = words.Length == 0 ? IssueTerms.ForItself.Rights : Rights.Member;
        foreach (string word in words)
        {
            Rights right = RightNames.Parse(word);
            all |= right != Rights.None
                ? right
                : throw new CommandException(ExitCode.Usage, $"--rights {word}: it must be one of {string.Join(", ", RightNames.All)}");
        }

        return all;
    }
}
