using System.Globalization;
using System.Text.Json;
using Lamina.Core;
using Lamina.Daemon.Configuration.Text;

namespace Lamina.Daemon.Configuration.Reading;

/// <summary>
/// Reads one object. What is absent has its default; what is wrong is noted with its place and read as absent, so that one
/// look finds all mistakes. <see cref="Finish"/> notes what nobody asked for.
/// </summary>
internal sealed class ConfigObject(ConfigNode node, List<ConfigMistake> mistakes)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public ConfigPosition Position => node.Position;

    public void Note(ConfigPosition position, string message, string hint = "") =>
        mistakes.Add(new ConfigMistake(position, message, hint));

    /// <summary>Notes a mistake in the value of a key, or in the object where the key is absent.</summary>
    public void Note(string key, string message, string hint = "") => Note(PositionOf(key), message, hint);

    public ConfigPosition PositionOf(string key) => Find(key)?.Position ?? node.Position;

    public bool Has(string key) => node.Members.Exists(member => member.Name == key);

    public string? Text(string key)
    {
        if (Get(key) is not { } value)
        {
            return null;
        }

        if (value.Kind == JsonValueKind.String && value.Value.Length > 0)
        {
            return value.Value;
        }

        Note(value.Position, $"\"{key}\" is {value.Describe()}: it must be a text that is not empty");
        return null;
    }

    /// <summary>A name that Lamina can use; null where it is absent or none.</summary>
    public string? NameText(string key)
    {
        string? text = Text(key);
        if (text is not null && !Name.TryParse(text, out _))
        {
            Note(key, $"\"{text}\" is not a name: 1 to {Name.MaxLength} bytes without control characters");
            return null;
        }

        return text;
    }

    public string? RequiredName(string key, string example)
    {
        if (!Has(key))
        {
            _known.Add(key);
            Note(node.Position, $"\"{key}\" is missing", example);
            return null;
        }

        return NameText(key);
    }

    public int? Integer(string key, int least, int most)
    {
        if (Get(key) is not { } value)
        {
            return null;
        }

        if (value.Kind == JsonValueKind.Number
            && int.TryParse(value.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && number >= least && number <= most)
        {
            return number;
        }

        Note(value.Position, $"\"{key}\" is {value.Describe()}: it must be a whole number from {least} to {most}");
        return null;
    }

    public bool Flag(string key)
    {
        if (Get(key) is not { } value)
        {
            return false;
        }

        if (value.Kind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.Kind == JsonValueKind.True;
        }

        Note(value.Position, $"\"{key}\" is {value.Describe()}: it must be true or false");
        return false;
    }

    /// <summary>One of some words.</summary>
    public string? Word(string key, IEnumerable<string> words)
    {
        string? text = Text(key);
        if (text is null || words.Contains(text))
        {
            return text;
        }

        string near = Suggestion.Find(text, words) is { } word ? $", did you mean \"{word}\"?" : "";
        Note(key, $"\"{key}\" is \"{text}\"{near}", string.Join(", ", words));
        return null;
    }

    /// <summary>A list of texts, each with its place; a single text is a list of one.</summary>
    public IReadOnlyList<(string Text, ConfigPosition Position)> Texts(string key)
    {
        if (Get(key) is not { } value)
        {
            return [];
        }

        List<(string, ConfigPosition)> texts = [];
        foreach (ConfigNode item in value.Kind == JsonValueKind.Array ? value.Items : [value])
        {
            if (item.Kind == JsonValueKind.String && item.Value.Length > 0)
            {
                texts.Add((item.Value, item.Position));
            }
            else
            {
                Note(item.Position, $"\"{key}\" has {item.Describe()}: it must be a list of texts");
            }
        }

        return texts;
    }

    public ConfigObject? Object(string key)
    {
        if (Get(key) is not { } value)
        {
            return null;
        }

        if (value.Kind == JsonValueKind.Object)
        {
            return new ConfigObject(value, mistakes);
        }

        Note(value.Position, $"\"{key}\" is {value.Describe()}: it must be an object {{ ... }}");
        return null;
    }

    public IReadOnlyList<ConfigObject> Objects(string key)
    {
        if (Get(key) is not { } value)
        {
            return [];
        }

        if (value.Kind != JsonValueKind.Array)
        {
            Note(value.Position, $"\"{key}\" is {value.Describe()}: it must be a list [ {{ ... }} ]");
            return [];
        }

        foreach (ConfigNode item in value.Items.Where(item => item.Kind != JsonValueKind.Object))
        {
            Note(item.Position, $"\"{key}\" has {item.Describe()}: each entry must be an object {{ ... }}");
        }

        return [.. value.Items.Where(item => item.Kind == JsonValueKind.Object).Select(item => new ConfigObject(item, mistakes))];
    }

    /// <summary>Notes what nobody asked for.</summary>
    public void Finish()
    {
        foreach ((string name, ConfigPosition position, _) in node.Members.Where(member => !_known.Contains(member.Name)))
        {
            string near = Suggestion.Find(name, _known) is { } word ? $", did you mean \"{word}\"?" : "";
            Note(position, $"\"{name}\" is unknown here{near}", $"known here: {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
        }
    }

    private ConfigNode? Get(string key)
    {
        _known.Add(key);
        return Find(key);
    }

    private ConfigNode? Find(string key)
    {
        int index = node.Members.FindIndex(member => member.Name == key);
        return index < 0 ? null : node.Members[index].Value;
    }
}
