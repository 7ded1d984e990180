using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Core;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Networks;

/// <summary>Programs on two nodes, or on one: this process asks, and a process for each flow serves.</summary>
/// <param name="askingNode">This process's.</param>
/// <param name="servingNode">That of those who serve; it knows the names.</param>
internal sealed class AttachedPair(NodeProcess askingNode, NodeProcess servingNode) : IAsyncDisposable
{
    private readonly Dictionary<bool, NetworkStack> _asking = [];
    private int _names;

    /// <summary>A flow.</summary>
    /// <param name="layer">Null: none, where both are programs of one stack.</param>
    /// <param name="qos">What is asked for.</param>
    /// <param name="isSealed">Whether it is sealed.</param>
    /// <param name="work">What is done with it.</param>
    /// <param name="board">Where the other end counts.</param>
    public async Task<Connection> ConnectAsync(string? layer, QosSpec qos, bool isSealed, Work work, Board board)
    {
        string name = NextName();
        var peer = new PeerProcess(servingNode.Directory, name, work, isSealed, board);
        try
        {
            Lamina.Flow client = await Steps.AllocateAsync(await AskingAsync(isSealed), name, qos, layer);
            return new Connection(client, peer.Dispose, () => Connection.Here() + peer.ProcessorTime + NodesTime);
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    /// <summary>Processor time of the nodes.</summary>
    public TimeSpan NodesTime => askingNode == servingNode ? askingNode.ProcessorTime : askingNode.ProcessorTime + servingNode.ProcessorTime;

    /// <summary>Where programs that serve attach.</summary>
    public string ServingDirectory => servingNode.Directory;

    /// <summary>A name that nobody serves yet, known in the layers.</summary>
    public string NextName() => NodeProcess.NameOf(_names++);

    /// <summary>The stack of who asks.</summary>
    public async Task<NetworkStack> AskingAsync(bool isSealed)
    {
        if (!_asking.TryGetValue(isSealed, out NetworkStack? stack))
        {
            _asking[isSealed] = stack = await NetworkStack.OpenAsync(askingNode.Directory);
            stack.LabKeys = isSealed ? LabKeys.Of : null;
        }

        return stack;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (NetworkStack stack in _asking.Values)
        {
            await stack.DisposeAsync();
        }

        askingNode.Dispose();
        if (servingNode != askingNode)
        {
            servingNode.Dispose();
        }
    }
}
