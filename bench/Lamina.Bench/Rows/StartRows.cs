using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;
using Lamina.Bench.Programs;
using Lamina.Soak.Hosts;

namespace Lamina.Bench.Rows;

/// <summary>How long programs take to start, in each form in which the program is built.</summary>
internal sealed class StartRows : IAsyncDisposable
{
    /// <summary>This program, which ends at once.</summary>
    public const string Nothing = "nothing";

    private static readonly Family Family = Family.StartUp;

    private readonly Started<DaemonUnderTest> _daemon = new(() => DaemonUnderTest.StartAsync("default"));
    private readonly string _directory = Directory.CreateTempSubdirectory("lamina-bench-").FullName;

    public StartRows()
    {
        Row nothing = Limits.Of(Family, "a .NET program that does nothing", () => new ProgramStart(Environment.ProcessPath!, [Nothing], _directory));
        All =
        [
            nothing,
            .. LaminaProgram.All.Select(program => New($"lamina version, {program.Form}", nothing, () =>
                Task.FromResult<IMeasured>(new ProgramStart(program.Require().Path, ["version"], _directory)))),
            .. LaminaProgram.All.Select(program => New($"lamina status, {program.Form}", nothing, async () =>
                new ProgramStart(program.Require().Path, ["status"], Path.GetDirectoryName((await _daemon.GetAsync()).StackDirectory)!))),
            .. LaminaProgram.All.Select(program => New($"lamina daemon until ready, {program.Form}", nothing, () =>
                Task.FromResult<IMeasured>(new ProgramStart(program.Require().Path, ["daemon"], _directory, untilReady: true)))),
        ];
    }

    public IReadOnlyList<Row> All { get; }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static Row New(string name, Row limit, Func<Task<IMeasured>> open) => new(Family, name) { Limit = limit, Open = open };
}
