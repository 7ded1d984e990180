using Lamina.Core;

namespace Lamina.Wire.Offers;

/// <summary>
/// The elements of an offer or answer, top first.
/// <code>
/// +---------------+---------------------------------------------+
/// | count (8)     | count x { id (8), length (8), parameters }  |
/// +---------------+---------------------------------------------+
/// </code>
/// Elements and parameters that this version does not know are kept by id, with the first byte of their parameters,
/// so that a newer peer can offer more than we use.
/// </summary>
internal static class ElementList
{
    internal const int MaxCount = 8;

    internal static void Write(ref SpanWriter writer, ReadOnlySpan<ElementSpec> elements)
    {
        writer.WriteByte((byte)elements.Length);
        foreach (ElementSpec element in elements)
        {
            writer.WriteByte((byte)element.Id);
            writer.WriteByte(1);
            writer.WriteByte(element.Parameter);
        }
    }

    internal static bool TryRead(ref SpanReader reader, out ElementSpec[] elements)
    {
        int count = reader.ReadByte();
        elements = [];
        if (count > MaxCount)
        {
            return false;
        }

        var list = new ElementSpec[count];
        for (int i = 0; i < count; i++)
        {
            var id = (ElementId)reader.ReadByte();
            ReadOnlySpan<byte> parameters = reader.ReadBytes(reader.ReadByte());
            list[i] = new ElementSpec(id, parameters.IsEmpty ? (byte)0 : parameters[0]);
        }

        elements = list;
        return !reader.Failed;
    }
}
