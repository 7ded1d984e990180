namespace Lamina.Cli.Tests.Programs;

/// <summary>A tool that listens, until it is disposed of.</summary>
internal sealed record RealServer(Task<int> Running, CancellationTokenSource Cancel) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Cancel.CancelAsync();
        await Running;
        Cancel.Dispose();
    }
}
