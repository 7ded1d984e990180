using System.Globalization;
using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Networks;

/// <summary>One stack of this process, whose flows lead from one thread to another over no layer.</summary>
internal sealed class OneStack : IAsyncDisposable
{
    private int _names;

    public NetworkStack Stack { get; } = NetworkStack.Start();

    public async Task<Connection> ConnectAsync(Work work, Board board)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"flow{_names++}");
        FlowListener listener = await Stack.ListenAsync(name);
        Task<Lamina.Flow> accepting = listener.AcceptAsync();
        Lamina.Flow client = await Stack.AllocateAsync(name);
        return new Connection(client, ServingEnd.Start(await accepting, work, board).Wait, Connection.Here);
    }

    public ValueTask DisposeAsync() => Stack.DisposeAsync();
}
