using Lamina.Simulation.Transport;

namespace Lamina.Simulation.Tests.Transport;

public sealed class TransportGridTests
{
    private const int Messages = 10_000;
    private const string Update = "LAMINA_UPDATE_SNAPSHOTS";

    private static readonly string Snapshot = Path.Combine(FindRoot(), "tests", "Lamina.Simulation.Tests", "Transport", "few-10000.md");

    [Fact]
    public void The_grid_has_every_combination_once()
    {
        Assert.Equal(180, TransportGrid.All.Count);
        Assert.Equal(180, TransportGrid.All.Select(cell => cell.Name).Distinct().Count());
        Assert.Equal(12, TransportGrid.Few.Distinct().Count());
        Assert.All(TransportGrid.Few, cell => Assert.Contains(cell, TransportGrid.All));
    }

    [Theory]
    [InlineData("all", 180)]
    [InlineData("few", 12)]
    [InlineData("1%,clean,20ms,depth1", 1)]
    [InlineData("1%, 20ms", 12)]
    [InlineData("depth3;5%,depth1", 108)]
    [InlineData("2%", 0)]
    public void A_filter_names_cells_by_their_words(string filter, int count) => Assert.Equal(count, TransportGrid.Select(filter).Count);

    [Fact]
    public void Twelve_cells_are_as_the_snapshot_says()
    {
        TransportResult[] results = TransportGrid.Few.AsParallel().AsOrdered()
            .Select(cell => new TransportRun(cell, Messages, seed: 1).Run()).ToArray();
        Assert.All(results, result => Assert.Null(result.Fault));
        using var text = new StringWriter { NewLine = "\n" };
        TransportTable.Write(results, text);
        if (Environment.GetEnvironmentVariable(Update) is not null)
        {
            File.WriteAllText(Snapshot, text.ToString());
        }

        // Virtual time: equal code gives equal figures. A change of them is a change of the protocol, to be looked at and committed.
        Assert.True(File.ReadAllText(Snapshot) == text.ToString(), $"{Update}=1 writes {Snapshot} anew; now it is\n{text}");
    }

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Lamina.slnx")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("Lamina.slnx was not found above the tests");
    }
}
