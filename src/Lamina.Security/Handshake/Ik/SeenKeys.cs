using System.Buffers.Binary;
using Lamina.Core;

namespace Lamina.Security.Handshake.Ik;

/// <summary>
/// Ephemeral keys of first messages that were answered, for a time: who sends one again is not heard. Bounded; the oldest go first, so an
/// old message may be answered once more, which costs a handshake and gives nobody anything.
/// </summary>
/// <param name="capacity">Most keys. 65536.</param>
public sealed class SeenKeys(int capacity = SeenKeys.DefaultCapacity)
{
    /// <summary>Keys by default: a thousand handshakes a second, for as long as they are remembered.</summary>
    public const int DefaultCapacity = 65536;

    /// <summary>How long a key is remembered.</summary>
    public static readonly Duration Memory = Duration.FromSeconds(60);

    private readonly HashSet<UInt128> _known = [];
    private readonly Queue<(UInt128 Key, Instant Until)> _order = new();

    /// <summary>Keys at present.</summary>
    public int Count => _known.Count;

    /// <summary>True where a message with this ephemeral key was answered.</summary>
    public bool Contains(ReadOnlySpan<byte> ephemeral, Instant now)
    {
        Expire(now);
        return _known.Contains(Shorten(ephemeral));
    }

    /// <summary>A message with this key was proved.</summary>
    public void Add(ReadOnlySpan<byte> ephemeral, Instant now)
    {
        Expire(now);
        UInt128 key = Shorten(ephemeral);
        if (!_known.Add(key))
        {
            return;
        }

        if (_order.Count >= capacity)
        {
            _known.Remove(_order.Dequeue().Key);
        }

        _order.Enqueue((key, now + Memory));
    }

    // A random key's last 128 bits: the first byte of P-256's is always the same. Who makes two keys alike has only itself refused.
    private static UInt128 Shorten(ReadOnlySpan<byte> ephemeral) => BinaryPrimitives.ReadUInt128BigEndian(ephemeral[^16..]);

    private void Expire(Instant now)
    {
        while (_order.TryPeek(out (UInt128 Key, Instant Until) oldest) && oldest.Until <= now)
        {
            _known.Remove(_order.Dequeue().Key);
        }
    }
}
