using Lamina.Node;

namespace Lamina.Samples.Tests.Programs;

/// <summary>A stack that samples attach to, as to a daemon's, and a directory for their files.</summary>
internal sealed class TestDaemon : IAsyncDisposable
{
    private readonly SocketDirectory _directory = new();
    private readonly StackNode _node;

    public TestDaemon()
    {
        Stack = System.IO.Path.Combine(_directory.Path, "stack");
        Files = Directory.CreateDirectory(System.IO.Path.Combine(_directory.Path, "files")).FullName;
        _node = new StackNode(new StackOptions { Name = "daemon", AttachDirectory = Stack });
        _node.Start();
    }

    /// <summary>What to say after --stack.</summary>
    public string Stack { get; }

    public string Files { get; }

    public async ValueTask DisposeAsync()
    {
        await _node.StopAsync();
        _node.Dispose();
        _directory.Dispose();
    }
}
