using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Bench.Networks;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Bare;

/// <summary>The other side of a bare pair of rings, in a process of its own: gives back what it gets, or counts it.</summary>
internal sealed class RingPeer : IDisposable
{
    public const string Command = "ring-peer";

    private const int Capacity = 1 << 20;

    private readonly ChildProcess _process;

    /// <param name="mode">"echo", "busy" or "count".</param>
    /// <param name="board">Where it counts, and sees its end.</param>
    public RingPeer(string mode, Board board)
    {
        Rings = RingPair.Create("bench", Capacity);
        string rings = $"/proc/{Environment.ProcessId}/fd/{Rings.Descriptor.DangerousGetHandle()}";
        _process = new ChildProcess(Command, mode, rings, SharedBoard.PathOf(board.Memory));
    }

    /// <summary>This side is the maker.</summary>
    public RingPair Rings { get; }

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>What the other process does.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Task parent = ChildProcess.WaitForParentAsync();
        using SharedMemory memory = SharedBoard.Map(arguments[3]);
        if (!RingPair.TryAttach(File.OpenHandle(arguments[2], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite), out RingPair? rings))
        {
            throw new IOException($"no rings: {arguments[2]}");
        }

        var board = new Board(memory);
        var thread = new Thread(() => Serve(arguments[1], rings, board));
        thread.Start();
        Console.WriteLine("ready");
        await parent;
        board.Tell(Board.Ended);
        thread.Join();
        return 0;
    }

    public void Dispose()
    {
        _process.Dispose();
        Rings.Dispose();
    }

    private static void Serve(string mode, RingPair rings, Board board)
    {
        var reader = new RingReader(rings.FromMaker);
        if (mode == "count")
        {
            RingEnd.Count(reader, board);
            return;
        }

        var end = new RingEnd(reader, new RingWriter(rings.ToMaker), board, mode == "busy");
        byte[] buffer = new byte[256];
        while (end.TryRead(buffer, out int length) && end.TryWrite(buffer.AsSpan(0, length)))
        {
        }
    }
}
