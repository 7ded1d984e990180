using System.CommandLine;
using Lamina.Cli.Grammar;

namespace Lamina.Cli.Ipcp;

/// <summary>lamina ipcp: the members of layers that live in this stack.</summary>
internal static class IpcpCommand
{
    public static Command Create(CliContext context) => Group.Create(
        "ipcp",
        "IPC processes: members of layers. Example: lamina ipcp bootstrap local --type local --layer lo",
        CreateCommand.Create(context),
        BootstrapCommand.Create(context),
        EnrolCommand.Create(context),
        ConnectCommand.Create(context),
        DisconnectCommand.Create(context),
        ImpairCommand.Create(context),
        RestartCommand.Create(context),
        ListCommand.Create(context),
        DestroyCommand.Create(context));
}
