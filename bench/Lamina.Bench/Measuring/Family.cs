namespace Lamina.Bench.Measuring;

/// <summary>Rows that are asked the same.</summary>
/// <param name="Key">For the command line, and the name of its chart.</param>
/// <param name="Title">For people.</param>
/// <param name="Columns">What a row says; the first is compared with the limit.</param>
internal sealed record Family(string Key, string Title, params Column[] Columns)
{
    public static readonly Family RoundTrips = new("roundtrip", "Round trips of 64 bytes, one at a time", new("round trip", "us"), new("CPU", "us")) { Slices = 15 };

    public static readonly Family Packets = new("packets", "Messages of 64 bytes, one way", new("packets", "k/s", 0, IsMore: true), new("CPU of one", "ns", 0));

    public static readonly Family Goodput = new(
        "goodput", "Messages of 63 000 bytes, or of 64 KiB where it says so, one way", new("goodput", "Gbit/s", 1, IsMore: true), new("CPU of 1400 B", "ns", 0));

    public static readonly Family Sizes = new(
        "sizes", "Messages of other sizes, one way", new("goodput", "Gbit/s", 2, IsMore: true), new("CPU of a packet's payload", "ns", 0));

    public static readonly Family Layers = new(
        "layers", "Each further layer, by the slope over depths 1 to 6; data in messages of 64 KiB", new("CPU of 1400 B", "ns", 0), new("round trip", "us", 2), new("goodput, depth 3 to 1", "%", 0, IsMore: true));

    public static readonly Family Crowd = new(
        "flows", "Many flows at once, messages of 63 000 bytes", new("goodput of all", "Gbit/s", 1, IsMore: true), new("CPU of 1400 B", "ns", 0), new("Jain index", "", 3, IsMore: true));

    public static readonly Family Forwarding = new(
        "forwarding", "Through a host that only forwards", new("CPU of the forwarder, 1400 B", "ns", 0), new("goodput", "Gbit/s", 1, IsMore: true));

    public static readonly Family Latency = new(
        "latency", "Round trips each millisecond, on a link of 1 Gbit/s", new("p99", "us", 0), new("p50", "us", 0), new("p99.9", "us", 0), new("CPU of the machine", "%", 0),
        new("goodput beside it", "Mbit/s", 0, IsMore: true, IsCompared: false));

    public static readonly Family Allocations = new(
        "allocations", "Allocate, a message each way, close; 64 at once", new("flows", "1/s", 0, IsMore: true), new("CPU of one", "us", 0));

    public static readonly Family Copies = new("copies", "Copies of a byte in user space, from program to program", new Column("copies", "", 2));

    public static readonly Family Memory = new("memory", "Memory, in bytes", new Column("bytes", "B", 0));

    public static readonly Family Daemon = new("daemon", "The daemon", new Column("figure", "", 2));

    public static readonly Family StartUp = new("startup", "Start-up", new Column("time", "ms"));

    /// <summary>In the order in which they are measured: what is derived comes after what it is derived from.</summary>
    public static readonly IReadOnlyList<Family> All =
        [RoundTrips, Packets, Goodput, Sizes, Layers, Crowd, Forwarding, Latency, Allocations, Copies, Memory, Daemon, StartUp];

    /// <summary>
    /// In so many parts each row's time of a round comes, with the other rows' between them: for figures that stay, for tens of milliseconds, as
    /// wake-ups happen to fall. Differences of rows then have some of each.
    /// </summary>
    public int Slices { get; init; } = 1;
}
