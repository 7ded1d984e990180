using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;

namespace Lamina.Simulation.Programs;

/// <summary>Sends so many messages to an echo server, one after the other, and takes the times.</summary>
public sealed class Pinger(IFlowService service, QosSpec qos, int count) : IFlowEndUser, IDeferred
{
    private readonly byte[] _buffer = new byte[64];
    private readonly List<Duration> _roundTrips = [];
    private FlowEnd? _end;
    private Instant _sentAt;
    private bool _isWaiting;

    /// <summary>The round trips so far.</summary>
    public IReadOnlyList<Duration> RoundTrips => _roundTrips;

    /// <summary>Why there was no flow; none while there may be.</summary>
    public CloseReason Refused { get; private set; }

    /// <summary>How the flow ended; none while it goes on.</summary>
    public CloseReason Closed { get; private set; }

    /// <summary>True when all answers are there.</summary>
    public bool IsDone => _roundTrips.Count == count;

    /// <summary>True while an answer is waited for and the question has been acknowledged: the flow has nothing to send.</summary>
    public bool OnlyListens => _isWaiting && _end!.IsSettled;

    /// <summary>Begins.</summary>
    public void Start(Name destination, Instant now, string? layer = null)
    {
        var dialer = new FlowDialer(service, qos, this, (end, _) => Open(end), reason => Refused = reason);
        dialer.Start(destination, now, layer);
    }

    /// <inheritdoc/>
    public void HandleReadable(Instant now) => service.Context.RunQueue.Post(this);

    /// <inheritdoc/>
    public void HandleWritable(Instant now) => service.Context.RunQueue.Post(this);

    /// <inheritdoc/>
    public void HandleClosed(CloseReason reason, Instant now) => Closed = reason;

    /// <inheritdoc/>
    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        while (_end!.Read(_buffer, out _, now) == ReadStatus.Message)
        {
            _roundTrips.Add(now - _sentAt);
            _isWaiting = false;
        }

        if (IsDone)
        {
            _end.Close(now);
        }
        else if (!_isWaiting)
        {
            int written = 0;
            _sentAt = now;
            _isWaiting = _end.Write("ping"u8, ref written, now) == WriteStatus.Done;
        }
    }

    private void Open(FlowEnd end)
    {
        _end = end;
        service.Context.RunQueue.Post(this);
    }
}
