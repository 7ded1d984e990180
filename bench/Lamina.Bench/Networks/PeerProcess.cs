using Lamina.Bearers.Linux;
using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Networks;

/// <summary>The serving program, in a process of its own: one flow, some work, the board in shared memory.</summary>
internal sealed class PeerProcess : IDisposable
{
    public const string Command = "peer";

    private readonly ChildProcess _process;

    /// <summary>Returns when it listens.</summary>
    public PeerProcess(string directory, string name, Work work, bool isSealed, Board board) =>
        _process = new ChildProcess(Command, directory, name, work.Text, isSealed.ToString(), SharedBoard.PathOf(board.Memory));

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>What the other process does.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Task parent = ChildProcess.WaitForParentAsync();
        Task serving = Task.Run(() => ServeAsync(arguments[1], arguments[2], Work.Parse(arguments[3]), bool.Parse(arguments[4]), arguments[5]));
        await Task.WhenAny(parent, serving);
        return 0;
    }

    public void Dispose() => _process.Dispose();

    private static async Task ServeAsync(string directory, string name, Work work, bool isSealed, string board)
    {
        try
        {
            using SharedMemory memory = SharedBoard.Map(board);
            await using NetworkStack stack = await NetworkStack.OpenAsync(directory);
            stack.LabKeys = isSealed ? LabKeys.Of : null;
            await using FlowListener listener = await stack.ListenAsync(name);
            Console.WriteLine("ready");
            await using Lamina.Flow flow = await listener.AcceptAsync();
            await ServingEnd.Start(flow, work, new Board(memory));
        }
        catch (LaminaException failure)
        {
            // The parent was interrupted, or finds out by itself.
            await Console.Error.WriteLineAsync($"the serving program ended: {failure.Message}");
        }
    }
}
