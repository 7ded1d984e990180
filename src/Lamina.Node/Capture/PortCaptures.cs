using Lamina.Core;

namespace Lamina.Node.Capture;

/// <summary>The captures of a stack and the ports that they look at. Only inside the stack's domain.</summary>
internal sealed class PortCaptures
{
    /// <summary>Captures at once.</summary>
    public const int Limit = 4;

    private readonly List<TappedPort> _ports = [];
    private readonly List<Running> _captures = [];

    public bool IsFull => _captures.Count >= Limit;

    /// <summary>A port that has been opened.</summary>
    public void Add(TappedPort port)
    {
        _ports.Add(port);
        foreach (Running capture in _captures.Where(capture => capture.Locals is null))
        {
            capture.Watch(port);
        }
    }

    /// <summary>A port that has been closed.</summary>
    public void Remove(TappedPort port) => _ports.Remove(port);

    /// <summary>Begins; ports by where they are bound, null: all.</summary>
    public void Start(CaptureBuffer buffer, IReadOnlyCollection<UdpEndpoint>? locals)
    {
        var capture = new Running(buffer, locals);
        _captures.Add(capture);
        foreach (TappedPort port in _ports.Where(port => locals is null || locals.Contains(port.Local)))
        {
            capture.Watch(port);
        }
    }

    /// <summary>Ends; harmless where it has ended.</summary>
    public void Stop(CaptureBuffer buffer)
    {
        buffer.End();
        if (_captures.Find(capture => capture.Buffer == buffer) is { } running)
        {
            _captures.Remove(running);
            running.Unwatch();
        }
    }

    /// <summary>The stack has ended.</summary>
    public void StopAll()
    {
        foreach (Running capture in _captures.ToArray())
        {
            Stop(capture.Buffer);
        }
    }

    private sealed class Running(CaptureBuffer buffer, IReadOnlyCollection<UdpEndpoint>? locals)
    {
        private readonly List<(TappedPort Port, IPacketTap Tap)> _watched = [];

        public CaptureBuffer Buffer => buffer;

        public IReadOnlyCollection<UdpEndpoint>? Locals => locals;

        public void Watch(TappedPort port)
        {
            IPacketTap tap = buffer.AddInterface($"{port.Technology} {port.Local}");
            port.Add(tap);
            _watched.Add((port, tap));
        }

        public void Unwatch() => _watched.ForEach(watched => watched.Port.Remove(watched.Tap));
    }
}
