using System.Text;
using System.Text.Json;

namespace Lamina.Daemon.Configuration.Text;

/// <summary>JSON with comments and trailing commas to a tree that knows its places.</summary>
internal static class ConfigParser
{
    private static readonly JsonReaderOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads a whole file.</summary>
    /// <returns>Null where it is no JSON at all: then there is one mistake.</returns>
    public static ConfigNode? Parse(ReadOnlySpan<byte> utf8, List<ConfigMistake> mistakes)
    {
        if (utf8.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }

        Utf8JsonReader reader = new(utf8, Options);
        Lines lines = new(utf8);
        try
        {
            reader.Read();
            ConfigNode root = ReadValue(ref reader, lines, mistakes);
            // What follows the value is looked at too.
            reader.Read();
            return root;
        }
        catch (JsonException wrong)
        {
            ConfigPosition position = lines.At((int)(wrong.LineNumber ?? 0), (int)(wrong.BytePositionInLine ?? 0));
            mistakes.Add(new ConfigMistake(position, $"this is no JSON: {Explain(wrong)}", "a comma, quote or bracket before this place"));
            return null;
        }
    }

    private static ConfigNode ReadValue(ref Utf8JsonReader reader, Lines lines, List<ConfigMistake> mistakes)
    {
        ConfigPosition position = lines.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, lines, new ConfigNode(JsonValueKind.Object, position), mistakes);
            case JsonTokenType.StartArray:
                ConfigNode list = new(JsonValueKind.Array, position);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Items.Add(ReadValue(ref reader, lines, mistakes));
                }

                return list;
            case JsonTokenType.String:
                return new ConfigNode(JsonValueKind.String, position, reader.GetString()!);
            case JsonTokenType.Number:
                return new ConfigNode(JsonValueKind.Number, position, Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.True:
                return new ConfigNode(JsonValueKind.True, position, "true");
            case JsonTokenType.False:
                return new ConfigNode(JsonValueKind.False, position, "false");
            default:
                return new ConfigNode(JsonValueKind.Null, position, "null");
        }
    }

    private static ConfigNode ReadObject(ref Utf8JsonReader reader, Lines lines, ConfigNode node, List<ConfigMistake> mistakes)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            ConfigPosition position = lines.At(reader.TokenStartIndex);
            reader.Read();
            ConfigNode value = ReadValue(ref reader, lines, mistakes);
            if (node.Members.FindIndex(member => member.Name == name) is >= 0 and var first)
            {
                mistakes.Add(new ConfigMistake(position, $"\"{name}\" is there already, in line {node.Members[first].Position.Line}"));
                continue;
            }

            node.Members.Add((name, position, value));
        }

        return node;
    }

    /// <summary>The first sentence: the rest is the reader's own positions.</summary>
    private static string Explain(JsonException wrong)
    {
        string message = wrong.Message;
        int end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }

    /// <summary>Where lines begin. A class: the reader is a ref struct, and its text cannot be kept.</summary>
    private sealed class Lines
    {
        private readonly byte[] _text;
        private readonly List<int> _starts = [0];

        public Lines(ReadOnlySpan<byte> text)
        {
            _text = text.ToArray();
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] == '\n')
                {
                    _starts.Add(i + 1);
                }
            }
        }

        public ConfigPosition At(long index)
        {
            int line = _starts.BinarySearch((int)index);
            line = line < 0 ? ~line - 1 : line;
            return At(line, (int)index - _starts[line]);
        }

        public ConfigPosition At(int line, int bytes)
        {
            int start = _starts[Math.Min(line, _starts.Count - 1)];
            int length = Math.Clamp(bytes, 0, _text.Length - start);
            return new ConfigPosition(line + 1, Encoding.UTF8.GetCharCount(_text, start, length) + 1);
        }
    }
}
