namespace Lamina.Architecture.Tests;

/// <summary>Rooms that one can read at a sitting.</summary>
public class RoomTests
{
    [Fact]
    public void No_source_file_holds_two_ideas()
    {
        var large = Repository.SourceFiles("src")
            .Select(file => (File: Repository.Relative(file), Lines: File.ReadLines(file).Count()))
            .Where(entry => entry.Lines > 400);
        Assert.Empty(large);
    }

    [Fact]
    public void The_median_source_file_is_short()
    {
        int[] sizes = [.. Repository.SourceFiles("src").Select(file => File.ReadLines(file).Count()).Order()];
        Assert.InRange(sizes[sizes.Length / 2], 1, 90);
    }

    [Fact]
    public void Nothing_is_marked_as_unfinished()
    {
        var marks =
            from file in Repository.SourceFiles("src")
            from line in File.ReadLines(file)
            where line.Contains("TODO", StringComparison.Ordinal) || line.Contains("FIXME", StringComparison.Ordinal)
                || line.Contains("NotImplementedException", StringComparison.Ordinal)
            select $"{Repository.Relative(file)}: {line.Trim()}";
        Assert.Empty(marks);
    }
}
