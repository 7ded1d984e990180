using System.Net.Sockets;
using Lamina.Bearers.Linux;
using Lamina.Node.Access;
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
    private readonly Action<Exception> _failed;
    private readonly StackAccess _access;
    private readonly CallerRoom _room = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private WebApplication? _application;
    private ConnectionFeed? _feed;
    private bool _isFailing;

    /// <summary>Listens at once.</summary>
    /// <param name="socketPath">Where.</param>
    /// <param name="access">Who may do what.</param>
    /// <param name="build">Makes a web server for connections that it is fed.</param>
    /// <param name="failed">Told why connections are lost, once until one is served again.</param>
    /// <exception cref="SocketException">The path cannot be bound.</exception>
    public OnDemandHost(string socketPath, StackAccess access, Func<ConnectionFeed, WebApplication> build, Action<Exception> failed)
    {
        _build = build;
        _failed = failed;
        _access = access;
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
                _isFailing = false;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // The end.
            }
            catch (SocketException failure)
            {
                // Out of descriptors, or it hung up before it was met: the next may fare better, those connected are served on.
                Tell(failure);
                await Task.Delay(Pause);
            }
            catch (Exception failure)
            {
                // The server is broken: that costs connections, never the daemon. The next one finds a server that is made anew.
                Tell(failure);
                await TryEndServerAsync();
                await Task.Delay(Pause);
            }
        }

        await TryEndServerAsync();
    }

    /// <summary>Returns with the next connection; ends the server where that takes long and nobody is connected.</summary>
    private async Task RestWhileQuietAsync(Task accepting)
    {
        ProgramPages? pages = null;
        while (_application is not null && await Task.WhenAny(accepting, Task.Delay(Rest, _stop.Token)) != accepting)
        {
            if (pages is not null && _feed!.IsEmpty)
            {
                await EndServerAsync();

                // The web server's objects are garbage, and so may be what a storm of flows has left: a quiet daemon allocates too little
                // for the collector to come by itself. Its code is not needed either, nor is the collector's.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                pages.LetGo();
            }

            pages = _feed is { IsEmpty: true } ? ProgramPages.Find() : null;
        }
    }

    private async Task HandOverAsync(Socket socket)
    {
        Caller? caller = null;
        AccessRight right = AccessRight.None;
        try
        {
            Caller found = Caller.Of(socket);
            right = _access.RightOf(found);
            if (!_room.TryTake(found, right))
            {
                socket.Dispose();
                return;
            }

            caller = found;
            if (_application is null)
            {
                _feed = new ConnectionFeed();
                _application = _build(_feed);
                await _application.StartAsync(_stop.Token);
            }

            Caller known = caller;
            _feed!.Add(socket, known, () => _room.Return(known, right));
            caller = null;
        }
        catch
        {
            if (caller is not null)
            {
                _room.Return(caller, right);
            }

            socket.Dispose();
            throw;
        }
    }

    private void Tell(Exception failure)
    {
        if (!_isFailing)
        {
            _isFailing = true;
            _failed(failure);
        }
    }

    private async Task TryEndServerAsync()
    {
        try
        {
            await EndServerAsync();
        }
        catch (Exception failure)
        {
            Tell(failure);
        }
    }

    private async Task EndServerAsync()
    {
        if (_application is { } application)
        {
            _application = null;
            try
            {
                await application.StopAsync();
            }
            finally
            {
                await application.DisposeAsync();
            }
        }
    }
}
