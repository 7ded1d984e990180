using System.Text;
using System.Text.Json;

namespace Lamina.Daemon.Configuration.Text;

/// <summary>JSON with comments and trailing commas to a tree that knows its places.</summary>
internal static class ConfigParser
{
    /// <summary>A person mends these first, or sees that it is another file.</summary>
    private const int MostMistakes = 100;

    private static readonly JsonReaderOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads a whole file.</summary>
    /// <returns>Null where it is no JSON at all, or too much is wrong to go on: the last mistake says so.</returns>
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
            if (IsTooMuch(mistakes))
            {
                mistakes.Add(new ConfigMistake(lines.At(reader.TokenStartIndex), "there is more that is wrong: the file was read to this place", "is it the right file?"));
                return null;
            }

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

    private static bool IsTooMuch(List<ConfigMistake> mistakes) => mistakes.Count >= MostMistakes;

    private static ConfigNode ReadValue(ref Utf8JsonReader reader, Lines lines, List<ConfigMistake> mistakes)
    {
        ConfigPosition position = lines.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, lines, new ConfigNode(JsonValueKind.Object, position), mistakes);
            case JsonTokenType.StartArray:
                ConfigNode list = new(JsonValueKind.Array, position);
                while (!IsTooMuch(mistakes) && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Items.Add(ReadValue(ref reader, lines, mistakes));
                }

                return list;
            case JsonTokenType.String:
                return new ConfigNode(JsonValueKind.String, position, ReadText(ref reader, position, mistakes));
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
        while (!IsTooMuch(mistakes) && reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            ConfigPosition position = lines.At(reader.TokenStartIndex);
            string name = ReadText(ref reader, position, mistakes);
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

    // The reader looks at bytes only when they are asked for as characters, and has another exception for what it finds then.
    private static string ReadText(ref Utf8JsonReader reader, ConfigPosition position, List<ConfigMistake> mistakes)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            mistakes.Add(new ConfigMistake(position, "this text is no UTF-8, or half of a character (\\ud800 to \\udfff come in pairs)", "save the file as UTF-8"));
            return "";
        }
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

        // Places are asked for in the order of the text: a line is walked once, however long.
        private int _line;
        private int _walked;
        private int _column = 1;

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
            int end = start + Math.Clamp(bytes, 0, _text.Length - start);
            if (line != _line || end < _walked)
            {
                (_line, _walked, _column) = (line, start, 1);
            }

            for (; _walked < end; _walked++)
            {
                _column += CharactersOf(_text[_walked]);
            }

            return new ConfigPosition(line + 1, _column);
        }

        /// <summary>UTF-16 characters that begin with a byte of UTF-8, as editors count: what follows a first byte is none, four bytes are two.</summary>
        private static int CharactersOf(byte utf8) => utf8 switch
        {
            >= 0x80 and < 0xC0 => 0,
            >= 0xF0 => 2,
            _ => 1,
        };
    }
}
