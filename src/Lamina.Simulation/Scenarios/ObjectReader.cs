using System.Globalization;
using System.Text.Json;
using Lamina.Core;

namespace Lamina.Simulation.Scenarios;

/// <summary>
/// Reads one object of a scenario's file. What is absent has its default; what is wrong is noted with its path and read as
/// the default, so that one look finds all mistakes.
/// </summary>
internal sealed class ObjectReader(JsonElement element, string path, List<ScenarioMistake> mistakes)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public string Path => path;

    public double Number(string name, double least, double most, double absent)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return absent;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= least && number <= most)
        {
            return number;
        }

        Note(name, string.Create(CultureInfo.InvariantCulture, $"{value.GetRawText()} is no number from {least} to {most}"));
        return absent;
    }

    public int Integer(string name, int least, int most, int absent)
    {
        double number = Number(name, least, most, absent);
        if (number == Math.Floor(number))
        {
            return (int)number;
        }

        Note(name, string.Create(CultureInfo.InvariantCulture, $"{number} is no whole number"));
        return absent;
    }

    public Duration Seconds(string name, double least, double most, Duration absent) =>
        Duration.FromSeconds(Number(name, least, most, absent.TotalSeconds));

    public Duration Milliseconds(string name, double least, double most, Duration absent) =>
        Duration.FromSeconds(Number(name, least, most, absent.TotalSeconds * 1e3) / 1e3);

    public bool Flag(string name, bool absent)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return absent;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Note(name, $"{value.GetRawText()} is neither true nor false");
        return absent;
    }

    public string Text(string name, string absent)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return absent;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Note(name, $"{value.GetRawText()} is no text");
        return absent;
    }

    public string Required(string name)
    {
        string text = Text(name, "");
        if (text.Length == 0 && !element.TryGetProperty(name, out _))
        {
            Note(name, "is missing");
        }

        return text;
    }

    public T Choice<T>(string name, T absent, bool isRequired = false)
        where T : struct, Enum
    {
        string text = isRequired ? Required(name) : Text(name, "");
        if (text.Length == 0)
        {
            return absent;
        }

        foreach (T choice in Enum.GetValues<T>())
        {
            if (NameOf(choice) == text)
            {
                return choice;
            }
        }

        Note(name, $"'{text}' is none of {string.Join(", ", Enum.GetValues<T>().Select(NameOf))}");
        return absent;
    }

    public ObjectReader? Object(string name)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Object ? new ObjectReader(value, $"{path}.{name}", mistakes) : NoObject(name);
    }

    public List<ObjectReader> Objects(string name)
    {
        var readers = new List<ObjectReader>();
        foreach ((JsonElement item, string place) in Items(name))
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                readers.Add(new ObjectReader(item, place, mistakes));
            }
            else
            {
                mistakes.Add(new ScenarioMistake(place, $"{item.GetRawText()} is no object"));
            }
        }

        return readers;
    }

    public List<int> Integers(string name, int least, int most)
    {
        var numbers = new List<int>();
        foreach ((JsonElement item, string place) in Items(name))
        {
            if (item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int number) && number >= least && number <= most)
            {
                numbers.Add(number);
            }
            else
            {
                mistakes.Add(new ScenarioMistake(place, $"{item.GetRawText()} is no whole number from {least} to {most}"));
            }
        }

        return numbers;
    }

    public void Note(string name, string text) => mistakes.Add(new ScenarioMistake($"{path}.{name}", text));

    /// <summary>Notes what nobody asked for.</summary>
    public void Finish()
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!_known.Contains(property.Name))
            {
                Note(property.Name, $"is unknown; known here: {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
            }
        }
    }

    /// <summary>A choice as a person types it: <c>scale-free</c>.</summary>
    public static string NameOf<T>(T choice)
        where T : struct, Enum =>
        string.Concat(choice.ToString().Select((letter, i) => char.IsUpper(letter) ? $"{(i > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    private IEnumerable<(JsonElement Item, string Path)> Items(string name)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Note(name, $"{value.GetRawText()} is no list");
            return [];
        }

        return value.EnumerateArray().Select((item, i) => (item, $"{path}.{name}[{i}]"));
    }

    private ObjectReader? NoObject(string name)
    {
        Note(name, "is no object");
        return null;
    }

    private bool TryGet(string name, out JsonElement value)
    {
        _known.Add(name);
        return element.TryGetProperty(name, out value);
    }
}
