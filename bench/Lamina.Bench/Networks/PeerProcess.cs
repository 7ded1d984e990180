using Lamina.Bearers.Linux;
using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Networks;

/// <summary>The serving program, in a process of its own: one flow, one question, the board in shared memory.</summary>
internal sealed class PeerProcess : IDisposable
{
    public const string Command = "peer";

    private readonly ChildProcess _process;

    /// <summary>Returns when it listens.</summary>
    public PeerProcess(string directory, string name, Question question, Board board) => _process = new ChildProcess(
        Command, directory, name, question.ToString(), $"/proc/{Environment.ProcessId}/fd/{board.Memory.Descriptor.DangerousGetHandle()}");

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>What the other process does.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Task parent = ChildProcess.WaitForParentAsync();
        Task serving = Task.Run(() => ServeAsync(arguments[1], arguments[2], Enum.Parse<Question>(arguments[3]), arguments[4]));
        await Task.WhenAny(parent, serving);
        return 0;
    }

    public void Dispose() => _process.Dispose();

    private static async Task ServeAsync(string directory, string name, Question question, string board)
    {
        try
        {
            using SharedMemory memory = Map(board);
            await using NetworkStack stack = await NetworkStack.OpenAsync(directory);
            await using FlowListener listener = await stack.ListenAsync(name);
            Console.WriteLine("ready");
            await using Flow flow = await listener.AcceptAsync();
            ServingEnd.Run(flow, question, new Board(memory));
        }
        catch (LaminaException failure)
        {
            // The parent was interrupted, or finds out by itself.
            Console.Error.WriteLine($"the serving program ended: {failure.Message}");
        }
    }

    private static SharedMemory Map(string path) =>
        SharedMemory.TryMap(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite), out SharedMemory? memory)
            ? memory
            : throw new IOException($"not sealed memory: {path}");
}
