using Microsoft.Extensions.Hosting;

namespace Lamina.Daemon.Http;

/// <summary>The daemon owns signals and the process's end; the web host must not catch them too.</summary>
internal sealed class BorrowedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
