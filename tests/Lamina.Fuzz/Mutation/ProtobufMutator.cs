using Lamina.Core;
using Lamina.Fuzz.Makers;

namespace Lamina.Fuzz.Mutation;

/// <summary>Changes of protobuf messages, also of those behind a byte that names their kind, and of messages inside of messages.</summary>
internal sealed class ProtobufMutator(SeededRandom random)
{
    private const int MostDepth = 4;
    private const int Longest = 8192;

    /// <summary>One change; null: this is no such message.</summary>
    public byte[]? Change(byte[] message)
    {
        for (int offset = 0; offset < Math.Min(2, message.Length); offset++)
        {
            if (ProtobufField.Split(message, offset) is { } fields)
            {
                return [.. message[..offset], .. Change(message, fields, MostDepth)];
            }
        }

        return null;
    }

    private byte[] Change(byte[] message, List<ProtobufField> fields, int depth)
    {
        List<byte[]> parts = [.. fields.Select(field => message[field.At..field.End])];
        int at = random.Next(fields.Count);
        ProtobufField one = fields[at];
        switch (random.Next(8))
        {
            case 0:
                parts.RemoveAt(at);
                break;
            case 1:
                for (int copies = 1 << random.Next(8); copies > 0 && (copies * parts[at].Length) + message.Length < Longest; copies--)
                {
                    parts.Insert(at, parts[at]);
                }

                break;
            case 2:
                int other = random.Next(fields.Count);
                (parts[at], parts[other]) = (parts[other], parts[at]);
                break;
            case 3:
                parts[at] = [.. ProtobufField.Number((one.Tag & ~7UL) | (uint)random.Next(6)), .. message[one.Body..one.End]];
                break;
            case 4 or 5 when one.IsDelimited && depth > 0 && ProtobufField.Split(message.AsSpan(one.Body, one.End - one.Body), 0) is { } inner:
                parts[at] = Delimited(one.Tag, Change(message[one.Body..one.End], inner, depth - 1));
                break;
            case 6 when one.IsDelimited:
                parts[at] = Delimited(one.Tag, random.Bytes(300));
                break;
            default:
                parts[at] = one.IsDelimited
                    ? [.. ProtobufField.Number(one.Tag), .. ProtobufField.Number(random.Number(32)), .. message[one.Body..one.End]]
                    : [.. ProtobufField.Number(one.Tag & ~7UL), .. ProtobufField.Number(random.Number())];
                break;
        }

        return [.. parts.SelectMany(part => part)];
    }

    private static byte[] Delimited(ulong tag, byte[] body) => [.. ProtobufField.Number(tag), .. ProtobufField.Number((ulong)body.Length), .. body];
}
