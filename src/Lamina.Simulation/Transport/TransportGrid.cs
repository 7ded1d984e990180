namespace Lamina.Simulation.Transport;

/// <summary>The cells: every loss with every fault, round trip and depth.</summary>
public static class TransportGrid
{
    private static readonly double[] Losses = [0, 0.1, 1, 5, 20];
    private static readonly int[] RoundTrips = [1, 20, 200];
    private static readonly int[] Depths = [1, 3];

    /// <summary>All 180, in the order of the table.</summary>
    public static IReadOnlyList<TransportCell> All { get; } =
    [
        .. from depth in Depths
           from fault in Enum.GetValues<TransportFault>()
           from roundTrip in RoundTrips
           from loss in Losses
           select new TransportCell(loss, fault, roundTrip, depth),
    ];

    /// <summary>Twelve that meet every loss, fault, round trip and depth: what is run with every change.</summary>
    public static IReadOnlyList<TransportCell> Few { get; } =
    [
        new(0, TransportFault.Clean, 20, 1),
        new(1, TransportFault.Clean, 20, 1),
        new(0.1, TransportFault.Clean, 200, 1),
        new(20, TransportFault.Clean, 1, 1),
        new(0, TransportFault.Reordering, 20, 1),
        new(0, TransportFault.BlackHole, 20, 1),
        new(0, TransportFault.Clean, 1, 3),
        new(0.1, TransportFault.Reordering, 1, 3),
        new(1, TransportFault.Duplication, 20, 3),
        new(0, TransportFault.Corruption, 200, 3),
        new(5, TransportFault.Bursts, 20, 3),
        new(1, TransportFault.BlackHole, 1, 3),
    ];

    /// <summary>
    /// The cells that a filter names: <c>all</c>, <c>few</c>, or words with commas between, each of which is in the cell's name
    /// (<c>1%,20ms,depth1</c>). Several filters have semicolons between.
    /// </summary>
    /// <returns>In the order of the table; empty where nothing fits.</returns>
    public static IReadOnlyList<TransportCell> Select(string filter) => filter switch
    {
        "all" => All,
        "few" => Few,
        _ => [.. All.Where(cell => filter.Split(';').Any(one => Fits(cell, one)))],
    };

    /// <summary>All words that cells are named by.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. All.SelectMany(cell => cell.Name.Split(',')).Distinct()];

    private static bool Fits(TransportCell cell, string filter)
    {
        string[] words = cell.Name.Split(',');
        return filter.Split(',').All(word => words.Contains(word.Trim(), StringComparer.OrdinalIgnoreCase));
    }
}
