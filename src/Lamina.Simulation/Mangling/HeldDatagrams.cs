using Lamina.Core;

namespace Lamina.Simulation.Mangling;

/// <summary>Datagrams that wait, in their order; each sender's order can be followed by itself.</summary>
internal sealed class HeldDatagrams
{
    private readonly LinkedList<(byte[] Datagram, UdpEndpoint From)> _held = new();

    public int Count => _held.Count;

    /// <summary>Adds one that overtakes so many of those that wait.</summary>
    public void Add(byte[] datagram, UdpEndpoint from, int overtakes)
    {
        var node = _held.Last;
        for (; overtakes > 0 && node is not null; overtakes--)
        {
            node = node.Previous;
        }

        if (node is null)
        {
            _held.AddFirst((datagram, from));
        }
        else
        {
            _held.AddAfter(node, (datagram, from));
        }
    }

    /// <summary>Whose datagram is next: the oldest's, or the oldest of another sender where there is one.</summary>
    public UdpEndpoint NextSender(bool another)
    {
        UdpEndpoint first = _held.First!.Value.From;
        for (var node = _held.First; another && node is not null; node = node.Next)
        {
            if (node.Value.From != first)
            {
                return node.Value.From;
            }
        }

        return first;
    }

    public byte[] Peek(UdpEndpoint from) => Find(from)!.Value.Datagram;

    public bool TryPeek(UdpEndpoint from, out byte[] datagram)
    {
        var node = Find(from);
        datagram = node?.Value.Datagram ?? [];
        return node is not null;
    }

    public byte[] Take(UdpEndpoint from)
    {
        var node = Find(from)!;
        _held.Remove(node);
        return node.Value.Datagram;
    }

    public void Clear() => _held.Clear();

    private LinkedListNode<(byte[] Datagram, UdpEndpoint From)>? Find(UdpEndpoint from)
    {
        var node = _held.First;
        while (node is not null && node.Value.From != from)
        {
            node = node.Next;
        }

        return node;
    }
}
