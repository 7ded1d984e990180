using System.CommandLine;
using Lamina.Cli.Grammar;

namespace Lamina.Cli.Authorities;

/// <summary>lamina layer-authority: who is a member of a secure layer, and with which rights.</summary>
internal static class AuthorityCommand
{
    public static Command Create(CliContext context) => Group.Create(
        "layer-authority",
        "Says who is a member of a secure layer: roots, credentials, revocations. Works on the state directory, with or without a daemon. "
        + "Example: lamina layer-authority init net",
        InitCommand.Create(context),
        RequestCommand.Create(context),
        IssueCommand.Create(context),
        InstallCommand.Create(context),
        RevokeCommand.Create(context),
        RootCommands.CreateAdd(context),
        RootCommands.CreateRemove(context),
        ExportCommand.Create(context),
        AuthorityShowCommand.Create(context));
}
