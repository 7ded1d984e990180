using Lamina.Bench.Networks;

namespace Lamina.Bench.Allocations;

/// <summary>A program of another process that serves whoever asks.</summary>
internal static class AcceptProcess
{
    public const string Command = "accept";

    public static ChildProcess Start(string directory, string name) => new(Command, directory, name);

    /// <summary>What the other process does.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Task parent = ChildProcess.WaitForParentAsync();
        await using NetworkStack stack = await NetworkStack.OpenAsync(arguments[1]);
        await using FlowListener listener = await stack.ListenAsync(arguments[2], backlog: 1024);
        Task serving = FlowAtOnce.ServeAsync(listener);
        Console.WriteLine("ready");
        await Task.WhenAny(parent, serving);
        return 0;
    }
}
