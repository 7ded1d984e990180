using Lamina;

namespace Samples;

/// <summary>A verb, its words, and the options --stack and --name; options stand anywhere.</summary>
internal sealed class Arguments
{
    private readonly List<string> _words = [];
    private string? _stack;
    private string? _name;

    private Arguments()
    {
    }

    /// <summary>The first word; empty: the sample does its whole job by itself.</summary>
    public string Verb => _words.Count > 0 ? _words[0] : "";

    public bool WantsHelp { get; private set; }

    /// <exception cref="UsageException">An option that is not known, or has no value.</exception>
    public static Arguments Parse(string[] args)
    {
        var parsed = new Arguments();
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--help" or "-h":
                    parsed.WantsHelp = true;
                    break;
                case "--stack" when i + 1 < args.Length:
                    parsed._stack = args[++i];
                    break;
                case "--name" when i + 1 < args.Length:
                    parsed._name = args[++i];
                    break;
                case ['-', '-', ..]:
                    throw new UsageException($"'{args[i]}' is no option of this sample, or has no value");
                default:
                    parsed._words.Add(args[i]);
                    break;
            }
        }

        return parsed;
    }

    /// <summary>The name of the service: --name, else the sample's own.</summary>
    public string NameOr(string name) => _name ?? name;

    /// <summary>The words after the verb, exactly this many.</summary>
    /// <exception cref="UsageException">There are more, or fewer.</exception>
    public string[] Words(int count) => _words.Count - 1 == count
        ? [.. _words[1..]]
        : throw new UsageException($"'{Verb}' takes {count} word{(count == 1 ? "" : "s")}, not {_words.Count - 1}");

    /// <summary>The one word that may stand after the verb.</summary>
    /// <exception cref="UsageException">There are more.</exception>
    public string WordOr(string otherwise) => _words.Count == 1 ? otherwise : Words(1)[0];

    /// <summary>
    /// A daemon's stack where other programs take part: --stack, else LAMINA_STACK, else `default`. Without verb and --stack
    /// one of this process, for which no daemon is needed.
    /// </summary>
    public Task<NetworkStack> OpenStackAsync() =>
        Verb.Length == 0 && _stack is null ? NetworkStack.StartAsync() : NetworkStack.OpenAsync(_stack);
}
