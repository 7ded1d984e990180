using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Lamina.Node.Access;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lamina.Daemon.Http;

/// <summary>Gives a web server connections that somebody else has accepted, and knows when the last of them has ended.</summary>
internal sealed class ConnectionFeed : IConnectionListenerFactory, IConnectionListener
{
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>();
    private readonly SocketConnectionContextFactory _factory = new(new SocketConnectionFactoryOptions(), NullLogger.Instance);
    private int _open;

    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.None, 0);

    /// <summary>True while no connection is open.</summary>
    public bool IsEmpty => Volatile.Read(ref _open) == 0;

    /// <summary>Hands a connection over.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="caller">Who is at its other end.</param>
    /// <param name="closed">Called when it has ended.</param>
    public void Add(Socket socket, Caller caller, Action closed)
    {
        Interlocked.Increment(ref _open);
        ConnectionContext connection = _factory.Create(socket);
        connection.Features.Set(new ConnectedCaller(caller));
        connection.ConnectionClosed.Register(() =>
        {
            Interlocked.Decrement(ref _open);
            closed();
        });
        _accepted.Writer.TryWrite(connection);
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return new(this);
    }

    /// <summary>Null: there will be no more.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _accepted.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _accepted.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        while (_accepted.Reader.TryRead(out ConnectionContext? late))
        {
            await late.DisposeAsync();
        }

        _factory.Dispose();
    }
}
