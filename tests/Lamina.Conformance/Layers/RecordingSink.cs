using Lamina.Core;

namespace Lamina.Conformance.Layers;

/// <summary>Keeps how an allocation ended; may be read on any thread.</summary>
internal sealed class RecordingSink : IAllocationSink
{
    private readonly Lock _lock = new();
    private LowerFlow? _flow;
    private byte[]? _data;
    private CloseReason _reason;
    private int _outcomes;

    public RecordingUser User { get; } = new();

    public int Outcomes
    {
        get
        {
            lock (_lock)
            {
                return _outcomes;
            }
        }
    }

    public CloseReason Reason
    {
        get
        {
            lock (_lock)
            {
                return _reason;
            }
        }
    }

    public byte[]? Data
    {
        get
        {
            lock (_lock)
            {
                return _data;
            }
        }
    }

    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return _flow is not null;
            }
        }
    }

    /// <summary>The flow, where there must be one.</summary>
    public LowerFlow Flow
    {
        get
        {
            lock (_lock)
            {
                return _flow ?? throw new InvalidOperationException($"no flow: {_reason}, {_outcomes} outcomes");
            }
        }
    }

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        flow.User = User;
        lock (_lock)
        {
            _outcomes++;
            _flow = flow;
            _data = data.ToArray();
        }
    }

    public void HandleRefused(CloseReason reason, Instant now)
    {
        lock (_lock)
        {
            _outcomes++;
            _reason = reason;
        }
    }
}
