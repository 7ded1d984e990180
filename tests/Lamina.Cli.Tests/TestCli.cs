using Lamina.Cli.Rendering;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;

namespace Lamina.Cli.Tests;

/// <summary>Runs command lines in this process, against a stack that writes down what it is asked.</summary>
internal sealed class TestCli
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public RecordingControl Stack { get; } = new();

    /// <summary>Instead of <see cref="Stack"/>.</summary>
    public Func<StackPaths, IStackControl>? OpenControl { get; set; }

    public Dictionary<string, string> Environment { get; } = [];

    public string RuntimeDirectory { get; set; } = "/nonexistent/lamina";

    public Style Style { get; set; }

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Standard input.</summary>
    public string Input { get; set; } = "";

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public Task<int> RunAsync(string line) => RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public Task<int> RunAsync(string[] arguments) =>
        CommandLine.RunAsync(arguments, Context, TestContext.Current.CancellationToken);

    public CliContext Context => new()
    {
        Out = _out,
        Error = _error,
        Style = Style,
        Clock = Clock,
        OpenInput = () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Input)),
        RuntimeDirectory = RuntimeDirectory,
        Environment = name => Environment.GetValueOrDefault(name),
        OpenControl = OpenControl ?? (paths =>
        {
            Stack.Opened = paths;
            return Stack;
        }),
    };
}
