using Lamina.Core;

namespace Lamina.Simulation.Links;

/// <summary>Datagrams that arrive together: their bytes, one behind the other. Used again after it has landed.</summary>
internal sealed class Flight : IEvent
{
    private readonly List<int> _lengths = [];
    private byte[] _bytes = new byte[2048];
    private LinkDirection? _direction;
    private int _used;

    /// <summary>True while it is on its way.</summary>
    public bool IsFlying => _direction is not null;

    /// <summary>Lengths of the datagrams.</summary>
    public IReadOnlyList<int> Lengths => _lengths;

    /// <summary>The datagrams.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _used);

    /// <summary>Takes a datagram in.</summary>
    /// <returns>The copy, which may be spoiled.</returns>
    public Span<byte> Add(ReadOnlySpan<byte> datagram)
    {
        if (_used + datagram.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + datagram.Length));
        }

        Span<byte> copy = _bytes.AsSpan(_used, datagram.Length);
        datagram.CopyTo(copy);
        _lengths.Add(datagram.Length);
        _used += datagram.Length;
        return copy;
    }

    /// <summary>Sends it on its way.</summary>
    public void Start(LinkDirection direction) => _direction = direction;

    /// <summary>Empties it.</summary>
    public void Reset()
    {
        _direction = null;
        _lengths.Clear();
        _used = 0;
    }

    void IEvent.Happen(Instant now) => _direction!.Land(this, now);
}
