using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Hosting;

namespace Lamina.Cli.Tools;

/// <summary>The stack that a tool makes its flows in.</summary>
internal static class ToolStack
{
    /// <summary>Attaches to it, and says to whoever waits that its daemon is away, where it is.</summary>
    public static async Task<StackLease> OpenAsync(CliContext context, ParseResult result)
    {
        StackPaths paths = GlobalOptions.StackIn(result, context);
        StackLease lease = await context.OpenStack(paths);
        return lease with { Absence = new AbsenceNotice(context, lease.Stack) };
    }
}
