using Lamina;

namespace Echo;

/// <summary>Accepts flows for a name; each has a task of its own that sends back what comes.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private const int LongestMessage = 1 << 20;

    private readonly FlowListener _listener;
    private readonly HashSet<Task> _serving = [];
    private int _messages;

    private EchoServer(FlowListener listener) => _listener = listener;

    /// <summary>Clients so far.</summary>
    public int Clients { get; private set; }

    /// <summary>Messages so far, of all clients.</summary>
    public int Messages => Volatile.Read(ref _messages);

    /// <summary>From now on clients find it.</summary>
    public static async Task<EchoServer> StartAsync(NetworkStack stack, string name) => new(await stack.ListenAsync(name));

    /// <summary>Serves until it is cancelled; returns when the last client's task has ended.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                Flow flow = await _listener.AcceptAsync(cancel);
                Clients++;
                _serving.RemoveWhere(task => task.IsCompleted);
                _serving.Add(ServeAsync(flow, cancel));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(_serving);
        }
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(Flow flow, CancellationToken cancel)
    {
        await using Flow _ = flow;
        // What is longer comes back in pieces: a flow takes messages of many megabytes, and each client has a buffer here.
        byte[] buffer = new byte[Math.Min(LongestMessage, flow.MaxMessageSize)];
        try
        {
            while (await flow.ReadAsync(buffer, cancel) is { IsEndOfFlow: false } read)
            {
                await flow.WriteAsync(buffer.AsMemory(0, read.Length), cancel);
                Interlocked.Increment(ref _messages);
            }
        }
        catch (OperationCanceledException)
        {
            // The server ends; the client sees the end of its flow.
        }
        catch (LaminaException failure)
        {
            // This client died or was cut off: the others go on.
            Console.Error.WriteLine($"a client is gone: {failure.Message}");
        }
    }
}
