using System.CommandLine;
using Lamina.Cli.Binding;
using Lamina.Cli.Flows;
using Lamina.Cli.Grammar;
using Lamina.Cli.Ipcp;
using Lamina.Cli.Naming;
using Lamina.Cli.Registration;
using Lamina.Cli.Show;
using Lamina.Cli.Status;

namespace Lamina.Cli;

/// <summary>The whole grammar of the program.</summary>
public static class LaminaCommand
{
    public static RootCommand Create(CliContext context)
    {
        RootCommand root = new("Networks of layers in user space. Start with: lamina demo")
        {
            GlobalOptions.CreateStack(),
            StatusCommand.Create(context),
            VersionCommand.Create(context),
            IpcpCommand.Create(context),
            BindCommand.Create(context),
            UnbindCommand.Create(context),
            RegisterCommand.Create(context),
            UnregisterCommand.Create(context),
            NameCommand.Create(context),
            FlowCommand.Create(context),
            ShowCommand.Create(context),
            Refused.Command("invite", "this version has no layer authorities, so it has no tickets"),
            Refused.Command("join", "this version has no layer authorities, so it has no tickets"),
            Refused.Command("layer-authority", "this version has insecure layers only"),
            Refused.Command("trace", "packets are not traced through layers yet"),
            Refused.Command("sim", "the simulator has no scenarios on the command line yet"),
            Refused.Command("doctor", "there are no checks yet; `lamina status` shows what runs"),
            Refused.Command("bc", "there are no broadcast layers yet"),
        };
        Group.ShowHelpWhenAlone(root);
        return root;
    }
}
