using Lamina.Core;
using Lamina.Fuzz.Makers;
using Lamina.Fuzz.Running;
using Lamina.Fuzz.Targets;

namespace Lamina.Fuzz.Tests;

/// <summary>The corpora are there, and what they and the makers call valid is.</summary>
public class CorpusTests
{
    public static TheoryData<string> Names => new(AllTargets.Names);

    public static TheoryData<string> Stateless => new(AllTargets.Names.Except(AllTargets.MachineNames));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_target_has_a_corpus(string name)
    {
        using FuzzTarget target = AllTargets.Make(name);
        Assert.True(
            Corpus.Of(target).Lines.Any(line => line.Kind == CorpusKind.Valid),
            $"'{name}' has no valid input in its corpus: give it a row in Makers/ or Samples, then: dotnet run -c Release --project tests/Lamina.Fuzz -- --fill");
    }

    [Theory]
    [MemberData(nameof(Stateless))]
    public void What_is_called_valid_is_accepted(string name)
    {
        using FuzzTarget target = AllTargets.Make(name);
        Assert.All(Corpus.Of(target).Lines.Where(line => line.Kind == CorpusKind.Valid), line => Assert.True(target.Run(line.Input) > 0, line.ToString()));
        Assert.All(target.Samples(), sample => Assert.True(target.Run(sample) > 0, Convert.ToHexString(sample)));
        var random = new SeededRandom(9);
        for (int i = 0; i < 1000 && target.Make(random) is { } made; i++)
        {
            Assert.True(target.Run(made) > 0, Convert.ToHexString(made));
        }
    }

    [Fact]
    public void Every_maker_is_some_targets() => Assert.Empty(AllMakers.Names.Except(AllTargets.Names));

    [Fact]
    public void Every_corpus_is_some_targets()
    {
        string[] slugs = [.. AllTargets.Names.Select(name =>
        {
            using FuzzTarget target = AllTargets.Make(name);
            return target.Slug;
        })];
        Assert.Equal(slugs.Length, slugs.Distinct().Count());
        Assert.Empty(Directory.GetFiles(Corpus.Directory).Select(Path.GetFileNameWithoutExtension).Except(slugs));
    }

    [Fact]
    public void A_line_is_read_as_it_was_written()
    {
        foreach (string line in (string[])["valid 0a0b", "cut -", "failed ff"])
        {
            Assert.Equal(line, CorpusLine.Parse(line).ToString());
        }
    }
}
