namespace Lamina.Goodput.PingPong;

/// <summary>A flow with blocking calls on both sides.</summary>
internal sealed class FlowPinger : IPinger
{
    private readonly Lamina.Flow _client;
    private readonly Lamina.Flow _server;
    private readonly byte[] _message = new byte[64];
    private readonly Thread _echo;

    public FlowPinger(string name, (Lamina.Flow Client, Lamina.Flow Server) flow)
    {
        Name = name;
        (_client, _server) = flow;
        _echo = new Thread(Echo);
        _echo.Start();
    }

    public string Name { get; }

    public void Ping()
    {
        _client.Write(_message);
        _client.Read(_message);
    }

    public void Dispose()
    {
        _client.CloseAsync().AsTask().Wait();
        _echo.Join();
    }

    private void Echo()
    {
        byte[] buffer = new byte[64];
        while (!_server.Read(buffer).IsEndOfFlow)
        {
            _server.Write(buffer);
        }
    }
}
