using Lamina;

namespace KeyValue;

/// <summary>Accepts clients; each has a session of its own on the one store.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly FlowListener _listener;
    private readonly Store _store = new();
    private readonly HashSet<Task> _sessions = [];

    private Server(FlowListener listener) => _listener = listener;

    /// <summary>From now on clients find it.</summary>
    public static async Task<Server> StartAsync(NetworkStack stack, string name) => new(await stack.ListenAsync(name));

    /// <summary>Serves until it is cancelled, and then throws; the sessions have ended.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                Flow flow = await _listener.AcceptAsync(cancel);
                _sessions.RemoveWhere(session => session.IsCompleted);
                _sessions.Add(ServeAsync(flow, cancel));
            }
        }
        finally
        {
            await Task.WhenAll(_sessions);
        }
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(Flow flow, CancellationToken cancel)
    {
        await using Flow _ = flow;
        try
        {
            await using var session = new Session(flow, _store);
            await session.RunAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            // The server ends; the client sees the end of its flow.
        }
        catch (LaminaException failure)
        {
            Console.Error.WriteLine($"a client is gone: {failure.Message}");
        }
    }
}
