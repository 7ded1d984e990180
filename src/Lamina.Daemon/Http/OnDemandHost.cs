using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;

namespace Lamina.Daemon.Http;

/// <summary>
/// Listens on a Unix socket, and runs a web server only while somebody is connected: its timer beats every second, which a
/// quiet daemon has no use for. The listening socket stays, so nobody is ever refused.
/// <code>
///  waiting --connection--> serving --no connection for a while--> waiting
/// </code>
/// </summary>
internal sealed class OnDemandHost : IAsyncDisposable
{
    private const int Backlog = 512;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Func<ConnectionFeed, WebApplication> _build;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private WebApplication? _application;
    private ConnectionFeed? _feed;

    /// <summary>Listens at once.</summary>
    /// <exception cref="SocketException">The path cannot be bound.</exception>
    public OnDemandHost(string socketPath, Func<ConnectionFeed, WebApplication> build)
    {
        _build = build;
        try
        {
            _listener.Bind(new UnixDomainSocketEndPoint(socketPath));
            _listener.Listen(Backlog);
        }
        catch
        {
            _listener.Dispose();
            throw;
        }

        _serving = Task.Run(ServeAsync);
    }

    /// <summary>Stops listening; requests under way may end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Task<Socket> accepting = _listener.AcceptAsync(_stop.Token).AsTask();
                await RestWhileQuietAsync(accepting);
                await HandOverAsync(await accepting);
            }
            catch (OperationCanceledException)
            {
                // The end.
            }
            catch (SocketException)
            {
                // Out of descriptors, or it hung up before it was met: the next may fare better.
                await Task.Delay(Pause);
            }
        }

        await EndServerAsync();
    }

    /// <summary>Returns with the next connection; ends the server where that takes long and nobody is connected.</summary>
    private async Task RestWhileQuietAsync(Task accepting)
    {
        bool wasQuiet = false;
        while (_application is not null && await Task.WhenAny(accepting, Task.Delay(Rest, _stop.Token)) != accepting)
        {
            if (wasQuiet && _feed!.IsEmpty)
            {
                await EndServerAsync();
            }

            wasQuiet = _feed is { IsEmpty: true };
        }
    }

    private async Task HandOverAsync(Socket socket)
    {
        try
        {
            if (_application is null)
            {
                _feed = new ConnectionFeed();
                _application = _build(_feed);
                await _application.StartAsync(_stop.Token);
            }

            _feed!.Add(socket);
        }
        catch (Exception)
        {
            // This connection is lost; the next one finds a server that is made anew.
            socket.Dispose();
            await EndServerAsync();
        }
    }

    private async Task EndServerAsync()
    {
        if (_application is { } application)
        {
            _application = null;
            await application.StopAsync();
            await application.DisposeAsync();
        }
    }
}
