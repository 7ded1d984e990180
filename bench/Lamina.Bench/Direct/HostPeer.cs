using Lamina.Bearers.Linux;
using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Direct;

/// <summary>The serving program, in a process of its own: one flow, one question.</summary>
internal sealed class HostPeer : IDisposable
{
    public const string Command = "host-peer";

    private readonly ChildProcess _process;

    /// <summary>Returns when it listens.</summary>
    public HostPeer(string directory, string name, Question question, bool isBusy, Board board) => _process = new ChildProcess(
        Command, directory, name, question.ToString(), isBusy.ToString(), SharedBoard.PathOf(board.Memory));

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>What the other process does.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Task parent = ChildProcess.WaitForParentAsync();
        Task serving = Task.Run(async () =>
        {
            using SharedMemory memory = SharedBoard.Map(arguments[5]);
            await using NetworkStack stack = await NetworkStack.OpenAsync(arguments[1]);
            await using FlowListener listener = await stack.ListenAsync(arguments[2]);
            Console.WriteLine("ready");
            await using Lamina.Flow flow = await listener.AcceptAsync();
            await Task.Factory.StartNew(
                () => Serve(flow, Enum.Parse<Question>(arguments[3]), bool.Parse(arguments[4]), new Board(memory)),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        });
        await Task.WhenAny(parent, serving);
        return 0;
    }

    public static void Serve(Lamina.Flow flow, Question question, bool isBusy, Board board)
    {
        try
        {
            if (isBusy)
            {
                BusyTrips.Echo(flow);
            }
            else
            {
                ServingEnd.Run(flow, question, board);
            }
        }
        catch (LaminaException failure)
        {
            // The other end was interrupted, or finds out by itself.
            Console.Error.WriteLine($"the serving program ended: {failure.Message}");
        }
    }

    public void Dispose() => _process.Dispose();
}
