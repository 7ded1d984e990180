using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Conformance.Layers;

/// <summary>Reads every message of a flow's end; may be read on any thread.</summary>
internal sealed class RecordingReader : IFlowEndUser
{
    private readonly Lock _lock = new();
    private readonly List<byte[]> _messages = [];
    private readonly byte[] _buffer = new byte[64 * 1024];

    public FlowEnd? End { get; set; }

    public byte[][] Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    public void HandleReadable(Instant now)
    {
        while (End?.Read(_buffer, out int length, now) == ReadStatus.Message)
        {
            lock (_lock)
            {
                _messages.Add(_buffer.AsSpan(0, length).ToArray());
            }
        }
    }

    public void HandleWritable(Instant now)
    {
    }

    public void HandleClosed(CloseReason reason, Instant now)
    {
    }
}
