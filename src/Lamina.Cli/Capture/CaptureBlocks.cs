using System.Buffers.Binary;

namespace Lamina.Cli.Capture;

/// <summary>
/// Cuts a stream of pcapng at the ends of its blocks, so that what was written is a whole file wherever it ends, and counts
/// what it sees.
/// </summary>
internal sealed class CaptureBlocks
{
    private const uint EnhancedPacket = 6;
    private const uint InterfaceStatistics = 5;
    private const ushort DroppedCount = 5;
    private const int HeaderLength = 8;
    private const int StatisticsFixed = HeaderLength + 12;

    private readonly Dictionary<uint, ulong> _dropped = [];
    private byte[] _bytes = new byte[128 << 10];
    private int _length;
    private int _written;

    /// <summary>Packets so far.</summary>
    public long Packets { get; private set; }

    /// <summary>Packets that the daemon had no room for, as far as it has said.</summary>
    public ulong Dropped => _dropped.Values.Aggregate(0UL, (sum, count) => sum + count);

    /// <summary>Takes bytes; gives the blocks that are whole with them, lent until the next call.</summary>
    public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> bytes)
    {
        _bytes.AsSpan(_written, _length - _written).CopyTo(_bytes);
        _length -= _written;
        _written = 0;
        if (_bytes.Length - _length < bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes.Length));
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
        while (_length - _written >= HeaderLength)
        {
            ReadOnlySpan<byte> rest = _bytes.AsSpan(_written, _length - _written);
            int length = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
            if (length < HeaderLength || length > rest.Length)
            {
                break;
            }

            Count(rest[..length]);
            _written += length;
        }

        return _bytes.AsSpan(0, _written);
    }

    private void Count(ReadOnlySpan<byte> block)
    {
        uint type = BinaryPrimitives.ReadUInt32LittleEndian(block);
        Packets += type == EnhancedPacket ? 1 : 0;
        if (type != InterfaceStatistics)
        {
            return;
        }

        uint number = BinaryPrimitives.ReadUInt32LittleEndian(block[HeaderLength..]);
        ReadOnlySpan<byte> options = block[StatisticsFixed..^4];
        while (options.Length >= 4 && BinaryPrimitives.ReadUInt16LittleEndian(options) is not 0 and var code)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(options[2..]);
            int padded = 4 + ((length + 3) / 4 * 4);
            if (padded > options.Length)
            {
                break;
            }

            if (code == DroppedCount && length == sizeof(ulong))
            {
                _dropped[number] = BinaryPrimitives.ReadUInt64LittleEndian(options[4..]);
            }

            options = options[padded..];
        }
    }
}
