namespace Lamina.Bench.Networks;

/// <summary>Something that starts when it is first asked for, and then stays. One that did not start has said why in its rows.</summary>
internal sealed class Started<T>(Func<Task<T>> start) : IAsyncDisposable
    where T : IAsyncDisposable
{
    private Task<T>? _started;

    public Task<T> GetAsync() => _started ??= Task.Run(start);

    public async ValueTask DisposeAsync()
    {
        if (_started is { IsCompletedSuccessfully: true })
        {
            await (await _started).DisposeAsync();
        }
    }
}
