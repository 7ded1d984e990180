using System.CommandLine;
using System.CommandLine.Help;
using Lamina.Cli.Authorities;
using Lamina.Cli.Binding;
using Lamina.Cli.Capture;
using Lamina.Cli.Completion;
using Lamina.Cli.Daemon;
using Lamina.Cli.Demo;
using Lamina.Cli.Doctor;
using Lamina.Cli.Flows;
using Lamina.Cli.Grammar;
using Lamina.Cli.Help;
using Lamina.Cli.Ipcp;
using Lamina.Cli.Joining;
using Lamina.Cli.Manual;
using Lamina.Cli.Metrics;
using Lamina.Cli.Naming;
using Lamina.Cli.Registration;
using Lamina.Cli.Show;
using Lamina.Cli.Sim;
using Lamina.Cli.Status;
using Lamina.Cli.Tools.Echo;
using Lamina.Cli.Tools.Netcat;
using Lamina.Cli.Tools.Perf;
using Lamina.Cli.Tools.Ping;
using Lamina.Cli.Trace;

namespace Lamina.Cli;

/// <summary>The whole grammar of the program.</summary>
public static class LaminaCommand
{
    public const string Name = "lamina";

    public static Command Create(CliContext context)
    {
        // Not RootCommand: it takes its name from the file that the runtime was started with.
        Command root = new(Name, "Networks of layers in user space. Start with: lamina demo")
        {
            new HelpOption("--help", "-h", "-?") { Description = "Show what a command can do", Action = new ShowHelp(isAsked: true) },
            GlobalOptions.CreateStack(),
            DemoCommand.Create(context),
            DaemonCommand.Create(context),
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
            MetricsCommand.Create(context),
            TraceCommand.Create(context),
            CaptureCommand.Create(context),
            PingCommand.Create(context),
            EchoCommand.Create(context),
            PerfCommand.Create(context),
            NetcatCommand.Create(context),
            SimCommand.Create(context),
            AuthorityCommand.Create(context),
            InviteCommand.Create(context),
            JoinCommand.Create(context),
            DoctorCommand.Create(context),
            CompletionCommand.Create(context),
            CompleteCommand.Create(context, () => Create(context)),
            ManualCommand.Create(context, () => Create(context)),
            Refused.Command("bc", "there are no broadcast layers yet"),
        };
        Group.ShowHelpWhenAlone(root);
        return root;
    }
}
