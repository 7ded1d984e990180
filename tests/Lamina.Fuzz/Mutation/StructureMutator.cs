using Lamina.Core;

namespace Lamina.Fuzz.Mutation;

/// <summary>Changes that keep to a message's structure, or break it in one place: lengths that lie, elements that go, come twice, or in another order.</summary>
internal sealed class StructureMutator(SeededRandom random)
{
    private readonly ProtobufMutator _protobuf = new(random);

    /// <summary>One change; null: nothing in it looks like a structure.</summary>
    public byte[]? Change(byte[] message)
    {
        if (random.Next(3) == 0 && _protobuf.Change(message) is { } changed)
        {
            return changed;
        }

        List<Element> elements = Element.Find(message);
        if (elements.Count == 0)
        {
            return null;
        }

        Element one = elements[random.Next(elements.Count)];
        return random.Next(6) switch
        {
            0 => WithLength(message, one, Lie(one, message.Length)),
            1 => Resized(message, one),
            2 => [.. message[..one.At], .. message[one.End..]],
            3 when message.Length < 4096 => [.. message[..one.End], .. message[one.At..]],
            4 => Exchanged(message, one, elements[random.Next(elements.Count)]),
            _ => WithLength([.. message[..one.Start], .. message[one.End..]], one, 0),
        };
    }

    /// <summary>The beginning of one message and the end of another, cut where elements begin.</summary>
    public byte[] Splice(byte[] first, byte[] second) => [.. first[..Border(first)], .. second[Border(second)..]];

    private int Border(byte[] message)
    {
        List<Element> elements = Element.Find(message);
        if (elements.Count == 0 || random.Next(4) == 0)
        {
            return random.Next(message.Length + 1);
        }

        Element one = elements[random.Next(elements.Count)];
        return random.Next(3) switch { 0 => one.At, 1 => one.Start, _ => one.End };
    }

    private int Lie(Element one, int total) => random.Next(6) switch
    {
        0 => 0,
        1 => one.Length + 1,
        2 => one.Length - 1,
        3 => one.Width == 1 ? 255 : 65_535,
        4 => total - one.Start,
        _ => total - one.Start + 1,
    };

    // The content grows or shrinks, and the length says so.
    private byte[] Resized(byte[] message, Element one)
    {
        int most = one.Width == 1 ? 255 : 2000;
        int length = random.Next(3) switch { 0 => one.Length + 1, 1 => one.Length - 1, _ => random.Next(most + 1) };
        length = Math.Min(length, most);
        byte[] content = new byte[length];
        random.Fill(content);
        message.AsSpan(one.Start, Math.Min(one.Length, length)).CopyTo(content);
        return WithLength([.. message[..one.Start], .. content, .. message[one.End..]], one, length);
    }

    private static byte[] Exchanged(byte[] message, Element a, Element b)
    {
        (Element first, Element second) = a.At < b.At ? (a, b) : (b, a);
        return first.End > second.At
            ? [.. message[..first.At], .. message[first.Start..first.End], .. message[first.At..first.Start], .. message[first.End..]]
            : [.. message[..first.At], .. message[second.At..second.End], .. message[first.End..second.At], .. message[first.At..first.End], .. message[second.End..]];
    }

    private static byte[] WithLength(byte[] message, Element one, int length)
    {
        byte[] changed = [.. message];
        changed[one.Start - 1] = (byte)length;
        if (one.Width == 2)
        {
            changed[one.At] = (byte)(length >> 8);
        }

        return changed;
    }
}
