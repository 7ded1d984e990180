using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;
using Lamina.Node;

namespace Lamina.Daemon;

/// <summary>A stack on a node of this process, with an attach socket beside the control socket.</summary>
public sealed class NodeStack : IHostedStack
{
    private readonly StackNode _node;

    private NodeStack(StackNode node, string version)
    {
        _node = node;
        Control = new NodeControl(node.Name.Value, node.Management, version);
    }

    public IStackControl Control { get; }

    /// <summary>Opens it in its directory, which has been claimed.</summary>
    public static ValueTask<IHostedStack> OpenAsync(StackPaths paths, string version, TextWriter error)
    {
        StackNode node = new(new StackOptions
        {
            Name = paths.Name,
            AttachDirectory = paths.Directory,
            IsGroupAllowed = Environment.IsPrivilegedProcess,
            Failed = fault => error.WriteLine($"lamina: stack {paths.Name} ended by a fault: {fault}"),
        });
        node.Start();
        return new(new NodeStack(node, version));
    }

    public async ValueTask<ResourceUse> CloseAsync()
    {
        await _node.StopAsync();
        return NodeControl.UseOf(_node.Leaked);
    }
}
