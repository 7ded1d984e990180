using System.Net.Sockets;
using Lamina.Bench.Measuring;

namespace Lamina.Bench.Bare;

/// <summary>The limit within one host: blocking calls on both sides.</summary>
internal sealed class UnixTrips : Trips
{
    private readonly Socket _client;
    private readonly Socket _server;
    private readonly byte[] _message = new byte[Work.ShortLength];
    private readonly Thread _echo;

    public UnixTrips()
    {
        (_client, _server) = UnixPair.Open();
        _echo = new Thread(Echo);
        _echo.Start();
    }

    public override void Dispose()
    {
        _client.Dispose();
        _echo.Join();
        _server.Dispose();
    }

    protected override bool TryGo()
    {
        _client.Send(_message);
        return _client.Receive(_message) > 0;
    }

    private void Echo()
    {
        byte[] message = new byte[Work.ShortLength];
        while (_server.Receive(message) is > 0 and int length)
        {
            _server.Send(message.AsSpan(0, length));
        }
    }
}
