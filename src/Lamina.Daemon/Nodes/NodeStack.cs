using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;
using Lamina.Daemon.Logging;
using Lamina.Node;
using Microsoft.Extensions.Logging;

namespace Lamina.Daemon;

/// <summary>A stack on a node of this process, with an attach socket beside the control socket.</summary>
public sealed class NodeStack : IHostedStack
{
    private readonly StackNode _node;

    private NodeStack(StackNode node, StackKeep? keep, string version)
    {
        _node = node;
        Control = new NodeControl(node.Name.Value, node.Management, version, keep);
    }

    public IStackControl Control { get; }

    /// <summary>Opens it in its directory, which has been claimed.</summary>
    public static ValueTask<IHostedStack> OpenAsync(
        StackPaths paths, StackKeep? keep, string version, TextWriter error, ILogger? log = null, StackEventLog? events = null)
    {
        StackNode node = new(new StackOptions
        {
            Name = paths.Name,
            AttachDirectory = paths.Directory,
            IsGroupAllowed = Environment.IsPrivilegedProcess,
            Keep = keep,
            Events = events?.For(paths.Name),
            Failed = fault => SayFault(paths.Name, fault, error, log),
        });
        node.Start();
        return new(new NodeStack(node, keep, version));
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
