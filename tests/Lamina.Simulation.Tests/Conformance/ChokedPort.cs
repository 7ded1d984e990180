using Lamina.Core;

namespace Lamina.Simulation.Tests.Conformance;

/// <summary>A port whose socket buffer is full on command.</summary>
internal sealed class ChokedPort : IDatagramPort, IDatagramUser
{
    private readonly IDatagramPort _inner;
    private bool _isChoked;

    public ChokedPort(IDatagramPort inner)
    {
        _inner = inner;
        inner.User = this;
    }

    public UdpEndpoint Local => _inner.Local;

    public int MaxPayload => _inner.MaxPayload;

    public int Credit => _isChoked ? 0 : _inner.Credit;

    public IDatagramUser? User { get; set; }

    public void Choke(bool isChoked, Instant now)
    {
        _isChoked = isChoked;
        if (!isChoked)
        {
            User!.HandleWritable(now);
        }
    }

    public void Send(in Train train, in UdpEndpoint to, Instant now) => _inner.Send(train, to, now);

    public bool TrySendWhole(in Train datagram, in UdpEndpoint to, Instant now) => _inner.TrySendWhole(datagram, to, now);

    public void Close() => _inner.Close();

    public void HandleDatagrams(in Train train, in UdpEndpoint from, Instant now) => User!.HandleDatagrams(train, from, now);

    public void HandleWritable(Instant now) => User!.HandleWritable(now);
}
