using Lamina.Core;
using Lamina.Fuzz.Targets;

namespace Lamina.Fuzz.Running;

/// <summary>The inputs of a target that the repository keeps: a text file, an input a line, so that git shows what came and what went.</summary>
internal sealed class Corpus
{
    private const int ValidCount = 8;
    private const int LongestLine = 700;

    private readonly string _path;
    private readonly List<CorpusLine> _lines = [];

    private Corpus(string path) => _path = path;

    public IReadOnlyList<CorpusLine> Lines => _lines;

    /// <summary>Where all of them are.</summary>
    public static string Directory { get; } = Path.Combine(FindRoot(), "tests", "Lamina.Fuzz", "Corpora");

    /// <summary>Reads a target's; empty where there is none.</summary>
    public static Corpus Of(FuzzTarget target)
    {
        var corpus = new Corpus(Path.Combine(Directory, target.Slug + ".hex"));
        if (File.Exists(corpus._path))
        {
            corpus._lines.AddRange(File.ReadLines(corpus._path).Where(line => line.Length > 0 && line[0] != '#').Select(CorpusLine.Parse));
        }

        return corpus;
    }

    /// <summary>Adds what makers and samples give, and cuts of it, where there is nothing yet.</summary>
    public void Fill(FuzzTarget target)
    {
        if (_lines.Any(line => line.Kind == CorpusKind.Valid))
        {
            return;
        }

        var random = new SeededRandom(1);
        List<byte[]> valid = [.. target.Samples()];
        for (int tries = 0; tries < 200 && valid.Count < ValidCount && target.Make(random) is { } made; tries++)
        {
            if (made.Length <= LongestLine)
            {
                valid.Add(made);
            }
        }

        foreach (byte[] input in valid)
        {
            Add(CorpusKind.Valid, input);
        }

        foreach (byte[] input in valid.OrderBy(input => input.Length).Take(2))
        {
            Add(CorpusKind.Cut, []);
            Add(CorpusKind.Cut, input[..(input.Length / 2)]);
            Add(CorpusKind.Cut, input[..Math.Max(0, input.Length - 1)]);
            Add(CorpusKind.Cut, [.. input, 0]);
        }
    }

    /// <summary>Adds an input, if it is not there.</summary>
    public void Add(CorpusKind kind, byte[] input)
    {
        if (!_lines.Exists(line => line.Input.AsSpan().SequenceEqual(input)))
        {
            _lines.Add(new(kind, input));
        }
    }

    public void Save(string name)
    {
        System.IO.Directory.CreateDirectory(Directory);
        File.WriteAllLines(_path, [$"# {name}", .. _lines.Select(line => line.ToString())]);
    }

    /// <summary>Writes inputs that were too much, in order, beside the corpus. They belong into it when what they found is mended.</summary>
    public static string SaveFailure(FuzzTarget target, IEnumerable<byte[]> inputs)
    {
        string path = Path.Combine(Directory, target.Slug + ".failed.hex");
        File.WriteAllLines(path, inputs.Select(input => new CorpusLine(CorpusKind.Failed, input).ToString()));
        return path;
    }

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Lamina.slnx")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}
