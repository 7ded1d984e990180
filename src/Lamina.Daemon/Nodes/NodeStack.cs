using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;
using Lamina.Daemon.Hosting.State;
using Lamina.Daemon.Logging;
using Lamina.Node;
using Microsoft.Extensions.Logging;

namespace Lamina.Daemon;

/// <summary>A stack on a node of this process, with an attach socket beside the control socket.</summary>
public sealed class NodeStack : IHostedStack
{
    private readonly StackNode _node;

    private NodeStack(StackNode node, StackState? state, string version, ILogger? log)
    {
        _node = node;
        Control = new NodeControl(node.Name.Value, node.Management, version, state, log);
        if (state?.Renewal is { } renewal)
        {
            renewal.Management = node.Management;
        }

        if (state?.Keyring is { } keyring)
        {
            keyring.Tell = (credentials, membership) => node.Management.Ipcps.RenewCredentialsAsync(credentials, membership.Chain!, membership.Trust);
        }
    }

    public IStackControl Control { get; }

    /// <summary>Opens it in its directory, which has been claimed.</summary>
    public static ValueTask<IHostedStack> OpenAsync(
        StackPaths paths, StackTerms terms, string version, TextWriter error, ILogger? log = null, StackEventLog? events = null)
    {
        StackNode node = new(new StackOptions
        {
            Name = paths.Name,
            AttachDirectory = paths.Directory,
            Access = terms.Access,
            Keep = terms.State?.Keep,
            Events = events?.For(paths.Name),
            Failed = fault => SayFault(paths.Name, fault, error, log),
        });
        node.Start();
        return new(new NodeStack(node, terms.State, version, log));
    }

    private static void SayFault(string stack, Exception fault, TextWriter error, ILogger? log)
    {
        if (log is null)
        {
            error.WriteLine($"lamina: stack {stack} ended by a fault: {fault}");
            return;
        }

        string what = $"{fault.GetType().Name}: {fault.Message}";
        log.Fault(stack, what);
    }

    public Task AnswerAsync() => _node.Management.Inspection.AwaitLoopAsync();

    public async ValueTask<ResourceUse> CloseAsync()
    {
        await _node.StopAsync();
        return NodeControl.UseOf(_node.Leaked);
    }
}
