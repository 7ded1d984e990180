using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Hosting;

namespace Lamina.Cli.Doctor.Facts;

/// <summary>Which stacks are looked at: those that were named; else all that have sockets here, or the default one where none has.</summary>
internal static class StackChoice
{
    public static async Task<IReadOnlyList<StackFacts>> FindAsync(
        CliContext context, ParseResult result, bool asksPeers, CancellationToken cancel)
    {
        bool isOpen = GlobalOptions.IsStackOpen(result, context);
        IReadOnlyList<StackPaths> stacks = GlobalOptions.StacksIn(result, context);
        if (isOpen && List(context) is { Count: > 0 } found)
        {
            stacks = found;
        }

        StackFactFinder finder = new(context, asksPeers);
        StackFacts[] facts = await Task.WhenAll(stacks.Select(stack => finder.FindAsync(stack, cancel)));
        return [.. facts.Select(one => one with { IsNamed = !isOpen })];
    }

    /// <summary>None where this user may not look.</summary>
    public static IReadOnlyList<StackPaths> List(CliContext context)
    {
        try
        {
            return StackPaths.List(context.RuntimeDirectory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
