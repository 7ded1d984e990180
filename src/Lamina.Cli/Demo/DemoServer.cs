namespace Lamina.Cli.Demo;

/// <summary>A --listen command in the background, from the moment when it listens until it is interrupted.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _interrupt;
    private readonly Task<int> _run;

    private DemoServer(CancellationTokenSource interrupt, Task<int> run)
    {
        _interrupt = interrupt;
        _run = run;
    }

    public static async Task<DemoServer> StartAsync(DemoNetwork network, string[] words, TextWriter output, CancellationToken cancel)
    {
        CancellationTokenSource interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        SignalWriter error = new(output);
        Task<int> run = Task.Run(() => CommandLine.RunAsync(words, network.ContextFor(output, error), interrupt.Token), cancel);
        // The server says that it listens; that is when it does.
        if (await Task.WhenAny(error.FirstLine, run, Task.Delay(Patience, cancel)) != error.FirstLine)
        {
            cancel.ThrowIfCancellationRequested();
            throw new CommandException(ExitCode.Failure, $"the demo stopped: '{DemoNetwork.Type(words)}' does not listen");
        }

        return new DemoServer(interrupt, run);
    }

    public async ValueTask DisposeAsync()
    {
        await _interrupt.CancelAsync();
        await _run;
        _interrupt.Dispose();
    }

    /// <summary>Passes lines on, and tells of the first.</summary>
    private sealed class SignalWriter(TextWriter target) : StringWriter
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task FirstLine => _first.Task;

        public override void WriteLine(string? value)
        {
            target.WriteLine(value);
            _first.TrySetResult();
        }
    }
}
