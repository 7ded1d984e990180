using Lamina.Core;
using Lamina.Wire.Captures;

namespace Lamina.Node.Capture;

/// <summary>
/// Between the stack, which captures, and the reader, who may be slow: whole blocks up to a bound. The stack writes under a lock that
/// the reader holds for a swap of buffers only.
/// </summary>
internal sealed class CaptureBuffer
{
    private const int FirstCapacity = 64 << 10;

    private readonly Lock _gate = new();
    private readonly PcapngBlock _block = new();
    private readonly List<Counts> _interfaces = [];
    private readonly CaptureSettings _settings;
    private readonly long _epoch;
    private byte[] _bytes = new byte[FirstCapacity];
    private byte[] _spare = new byte[FirstCapacity];
    private int _length;
    private long _captured;
    private Instant _last;
    private bool _hasEnded;

    /// <summary>A capture that has begun.</summary>
    /// <param name="settings">Its bounds.</param>
    /// <param name="epoch">Nanoseconds from 1970 to the origin of the stack's clock.</param>
    /// <param name="comment">For whoever opens the file.</param>
    public CaptureBuffer(CaptureSettings settings, long epoch, string comment)
    {
        _settings = settings;
        _epoch = epoch;
        PcapngFormat.Section(_block, comment);
        Append();
    }

    /// <summary>No packet is captured any more.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_gate)
            {
                return _hasEnded;
            }
        }
    }

    /// <summary>A tap for one more port.</summary>
    public IPacketTap AddInterface(string name)
    {
        lock (_gate)
        {
            PcapngFormat.Interface(_block, name, _settings.SnapLength);
            Append();
            _interfaces.Add(new Counts());
            return new Tap(this, _interfaces.Count - 1);
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
        }
    }

    /// <summary>Takes all blocks so far; they are lent until the next call.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        lock (_gate)
        {
            AppendStatistics();
            (_bytes, _spare) = (_spare, _bytes);
            int length = _length;
            _length = 0;
            return _spare.AsMemory(0, length);
        }
    }

    private void Handle(int index, Instant at, in UdpEndpoint from, in UdpEndpoint to, ReadOnlySpan<byte> datagram)
    {
        lock (_gate)
        {
            if (_hasEnded || datagram.Length > SyntheticPacket.MaxPayload)
            {
                return;
            }

            Counts counts = _interfaces[index];
            counts.HasChanged = true;
            counts.Received++;
            _last = at;
            PcapngFormat.Packet(_block, (uint)index, TimeOf(at), from, to, datagram, _settings.SnapLength);
            if (_length + _block.Length > _settings.BufferLimit)
            {
                counts.Dropped++;
                return;
            }

            Append();
            _captured++;
            _hasEnded = _captured == _settings.Count;
        }
    }

    private void AppendStatistics()
    {
        for (int i = 0; i < _interfaces.Count; i++)
        {
            Counts counts = _interfaces[i];
            if (counts.HasChanged)
            {
                counts.HasChanged = false;
                PcapngFormat.Statistics(_block, (uint)i, TimeOf(_last), (ulong)counts.Received, (ulong)counts.Dropped);
                Append();
            }
        }
    }

    private ulong TimeOf(Instant at) => (ulong)(_epoch + at.Nanoseconds);

    private void Append()
    {
        ReadOnlySpan<byte> block = _block.End();
        if (_bytes.Length - _length < block.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + block.Length));
        }

        block.CopyTo(_bytes.AsSpan(_length));
        _length += block.Length;
    }

    private sealed class Counts
    {
        public long Received { get; set; }

        public long Dropped { get; set; }

        public bool HasChanged { get; set; }
    }

    private sealed class Tap(CaptureBuffer buffer, int index) : IPacketTap
    {
        public void HandleDatagram(Instant at, in UdpEndpoint from, in UdpEndpoint to, ReadOnlySpan<byte> bytes) =>
            buffer.Handle(index, at, from, to, bytes);
    }
}
