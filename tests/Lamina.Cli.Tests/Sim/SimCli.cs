using Lamina.Core;
using Lamina.Simulation.Reports;
using Lamina.Simulation.Scenarios;

namespace Lamina.Cli.Tests.Sim;

/// <summary>`lamina sim` over a simulator that sends one datagram and reports what it is told to.</summary>
internal sealed class SimCli
{
    private readonly TestCli _cli = new();

    /// <summary>What does not hold, by seed.</summary>
    public Func<ulong, string?> Fails { get; set; } = _ => null;

    /// <summary>Happens in the middle of a run.</summary>
    public Action<ulong> During { get; set; } = _ => { };

    /// <summary>True: an exception in a run becomes a violation, as the simulator does.</summary>
    public bool CatchesExceptions { get; set; }

    public List<(Scenario Scenario, ulong Seed)> Runs { get; } = [];

    public bool HasErrorTerminal { get; set; }

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public string Out => _cli.Out;

    public string Error => _cli.Error;

    public Task<int> RunAsync(params string[] words) => RunAsync(TestContext.Current.CancellationToken, words);

    public Task<int> RunAsync(CancellationToken cancel, params string[] words) => CommandLine.RunAsync(
        ["sim", .. words], _cli.Context with { Simulate = Simulate, HasErrorTerminal = HasErrorTerminal, Clock = Clock }, cancel);

    private RunReport Simulate(Scenario scenario, ulong seed, IPacketTap tap)
    {
        UdpEndpoint from = UdpEndpoint.FromIPv4(0x0A000001, 3435);
        UdpEndpoint to = UdpEndpoint.FromIPv4(0x0A000002, 3435);
        string? fault = null;
        try
        {
            tap.HandleDatagram(new Instant(1_500_000_000), from, to, "one"u8);
            During(seed);
            tap.HandleDatagram(new Instant(2_500_000_000), from, to, "two"u8);
        }
        catch (Exception caught) when (CatchesExceptions)
        {
            fault = caught.ToString();
        }

        lock (Runs)
        {
            Runs.Add((scenario, seed));
        }

        Violation[] violations = (fault ?? Fails(seed)) is { } text ? [new Violation("names are found", new Instant(2_000_000_000), text)] : [];
        return new RunReport(scenario.Name, seed, scenario.Topology.Members, Duration.FromSeconds(3), "abc")
        {
            Measures = [new Measure("convergence time", "s", 1.25)],
            Series = [new Series("converged", "s", "members", [(0, 0), (1, 2)])],
            Violations = violations,
            Real = [],
        };
    }
}
