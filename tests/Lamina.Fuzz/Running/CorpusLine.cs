namespace Lamina.Fuzz.Running;

/// <summary>An input of the corpus: <c>valid 0a0b</c>; no bytes at all are a hyphen.</summary>
internal readonly record struct CorpusLine(CorpusKind Kind, byte[] Input)
{
    public static CorpusLine Parse(string line)
    {
        string[] words = line.Split(' ');
        return new(Enum.Parse<CorpusKind>(words[0], ignoreCase: true), words[1] == "-" ? [] : Convert.FromHexString(words[1]));
    }

    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()} {(Input.Length == 0 ? "-" : Convert.ToHexStringLower(Input))}";
}
