using Lamina.Daemon.Control;
using Lamina.Daemon.Http;

namespace Lamina.Daemon.Hosting;

/// <summary>One stack of a daemon, from the claim of its directory to its release.</summary>
internal sealed class RunningStack
{
    private readonly StackDirectory _directory;
    private readonly IHostedStack _stack;
    private readonly ControlServer _server;

    private RunningStack(StackDirectory directory, IHostedStack stack, ControlServer server)
    {
        _directory = directory;
        _stack = stack;
        _server = server;
    }

    public StackPaths Paths => _directory.Paths;

    /// <summary>Opens it; what was opened before a failure is closed again.</summary>
    public static async Task<RunningStack> StartAsync(
        StackPaths paths, Func<StackPaths, ValueTask<IHostedStack>> open, CancellationToken cancel)
    {
        StackDirectory directory = StackDirectory.Claim(paths);
        IHostedStack? stack = null;
        try
        {
            stack = await open(paths);
            ControlServer server = await ControlServer.StartAsync(paths.ControlSocket, stack.Control, cancel);
            StackDirectory.Protect(paths.ControlSocket);
            return new RunningStack(directory, stack, server);
        }
        catch (Exception failure)
        {
            if (stack is not null)
            {
                await stack.CloseAsync();
            }

            directory.Dispose();
            if (StackPlaceException.Covers(failure))
            {
                throw new StackPlaceException(paths, failure);
            }

            throw;
        }
    }

    /// <summary>In the opposite order: no more management, then the stack, then the directory.</summary>
    public async Task<ResourceUse> StopAsync()
    {
        await _server.DisposeAsync();
        ResourceUse left = await _stack.CloseAsync();
        _directory.Dispose();
        return left;
    }
}
