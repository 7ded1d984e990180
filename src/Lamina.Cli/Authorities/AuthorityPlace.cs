using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Cli.Rendering;
using Lamina.Core;
using Lamina.Daemon.Authorities;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting.State;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Cli.Authorities;

/// <summary>The files that these commands work on: the state directory of one stack.</summary>
/// <param name="Context">The world around.</param>
/// <param name="Directory">The state directory of the stack.</param>
internal sealed record AuthorityPlace(CliContext Context, string Directory)
{
    public DateTimeOffset Now => Context.Clock.GetUtcNow();

    public static Argument<string> LayerArgument() => new("LAYER") { Description = "The layer's name" };

    /// <summary>Runs an action, and turns what the system does not permit into a sentence.</summary>
    public static void SetAction(Command command, CliContext context, Func<ParseResult, AuthorityPlace, int> action) =>
        command.SetAction(result =>
        {
            AuthorityPlace place = new(
                context, Path.Combine(StatePlace.Find(context.Environment).Directory, GlobalOptions.StackIn(result, context).Name));
            try
            {
                return action(result, place);
            }
            catch (UnauthorizedAccessException denied)
            {
                throw new CommandException(ExitCode.Denied, place.Explain(denied), "run it as the user of the daemon, or with its LAMINA_STATE_DIR");
            }
            catch (IOException failure)
            {
                throw new CommandException(ExitCode.Failure, place.Explain(failure), DiskHint.For(failure, place.Directory, ""));
            }
        });

    /// <summary>The layer that an argument names.</summary>
    public static Name Layer(string text) =>
        Name.TryParse(text, out Name name) ? name : throw new CommandException(ExitCode.Usage, $"'{text}' is not a name");

    /// <summary>Who this node is; made where it is nobody yet.</summary>
    public NodeIdentity OpenIdentity() => IdentityFile.Open(Directory, warning => Context.Error.WriteLine($"lamina: {warning}"));

    public LayerAuthority OpenAuthority(Name layer) => Expect(LayerAuthority.Open(Directory, layer, Context.Clock));

    /// <summary>What the authority says now counts on this node too, where it is a member.</summary>
    public void TellThisNode(LayerAuthority authority)
    {
        Membership trust = new(authority.Layer, authority.Trust);
        if (IdentityFile.Read(Directory, _ => { }) is { } identity)
        {
            using (identity)
            {
                // Where this node is no member of it there is nobody to tell.
                _ = MembershipFiles.Install(Directory, trust, identity.Id, Now);
            }
        }
    }

    public static T Expect<T>(Answer<T> answer)
        where T : class =>
        answer.IsOk ? answer.Value : throw new CommandException(answer.Outcome);

    /// <summary>A text by its file's name, or from standard input for "-".</summary>
    public string ReadText(string file) => ReadText(Context, file);

    /// <inheritdoc cref="ReadText(string)"/>
    public static string ReadText(CliContext context, string file)
    {
        if (file != "-")
        {
            return File.Exists(file) ? File.ReadAllText(file) : throw new CommandException(ExitCode.NotFound, $"there is no file {file}");
        }

        using StreamReader reader = new(context.OpenInput());
        return reader.ReadToEnd();
    }

    // Files that are named on the command line are meant by themselves.
    private string Explain(Exception failure) => failure.Message.Contains(Directory, StringComparison.Ordinal)
        ? $"the state directory {Directory} cannot be used: {failure.Message}"
        : failure.Message;
}
