using Lamina.Core;
using Lamina.Simulation.Invariants;
using Lamina.Simulation.Networks;
using Lamina.Simulation.Reports;
using Lamina.Simulation.Workloads;

namespace Lamina.Simulation.Scenarios;

/// <summary>
/// The phases of a run: the hosts are switched on and join, the network settles, the scenario happens, everything is examined,
/// and every stack is shut down.
/// </summary>
internal sealed class ScenarioRun
{
    private const int FinalPairs = 20;

    // Invariants are asked, and curves drawn, once in this time.
    private static readonly Duration Step = Duration.FromMilliseconds(100);
    private static readonly Duration JoinPatience = Duration.FromSeconds(300);
    private static readonly Duration CallPatience = Duration.FromSeconds(120);

    private readonly LayerNetwork _network;
    private readonly Scenario _scenario;
    private readonly Examiner _examiner;
    private readonly Measurements _measurements;

    public ScenarioRun(LayerNetwork network)
    {
        _network = network;
        _scenario = network.Scenario;
        _examiner = new Examiner(network);
        _measurements = new Measurements(network);
    }

    public RunReport Run(ulong seed)
    {
        bool holds = false;
        try
        {
            holds = Join() && Stand() && Happen() && Finish() && ShutDown();
        }
        catch (Exception failure)
        {
            // The seed says how to see it again, so it must not be lost with the run.
            _examiner.Report("no machine throws", failure.ToString());
        }

        return _measurements.ToReport(seed, holds ? [] : [_examiner.Violation!]);
    }

    private bool Join()
    {
        foreach (Station station in _network.Stations)
        {
            Duration wait = station.Index == 0 ? Duration.Zero : _scenario.JoinTime * (long)(_network.Random.NextDouble() * 1e6) / 1_000_000;
            _network.Network.At(_network.Network.Now + wait, _ => _network.Start(station));
        }

        // Settling is not asked for yet: how long joining may take depends on how many there are.
        bool haveJoined = Advance(JoinPatience + _scenario.JoinTime, () => _network.Stations.TrueForAll(station => station.IsStanding), isJoining: true);
        if (!haveJoined)
        {
            Station[] missing = [.. _network.Stations.Where(station => !station.IsStanding)];
            _examiner.Report("everybody joins", $"{missing.Length} hosts do not stand, one is {missing.FirstOrDefault()}: {missing.FirstOrDefault()?.Trouble}");
            return false;
        }

        _measurements.NoteJoined();
        _network.Disturb();
        return Settle();
    }

    private bool Stand()
    {
        _measurements.NoteSettled();
        if (_scenario.IdleTime > Duration.Zero)
        {
            _measurements.BeginIdle();
            if (!Play(_scenario.IdleTime))
            {
                return false;
            }

            _measurements.EndIdle();
        }

        return !_scenario.Workload.PingsEverybody || CallAll(Pairs.Everybody(_network, _network.Random));
    }

    private bool Happen()
    {
        _network.Traffic.Plan(_scenario.Duration);
        new Timeline(_network).Plan();
        return Play(_scenario.Duration);
    }

    private bool Finish()
    {
        _examiner.TrySettle();
        if (!Settle())
        {
            return false;
        }

        _measurements.NoteEnd();
        IEnumerable<(Station, Station)> pairs = _scenario.Workload.PingsEverybody
            ? Pairs.Everybody(_network, _network.Random)
            : Pairs.Some(_network, FinalPairs, _network.Random);
        return CallAll(pairs)
            && Advance(CallPatience, () => _network.Traffic.Open.All(operation => operation.ListensToTheDead));
    }

    private bool ShutDown()
    {
        foreach (Station station in _network.Alive)
        {
            station.Host.Do(station.Host.Irm.Shutdown);
        }

        long sent = _network.Network.DatagramCount;
        _network.Network.RunFor(Duration.FromSeconds(1));
        _examiner.ExamineEnded();
        if (_network.Network.DatagramCount > sent)
        {
            _examiner.Report("nobody sends after the end", $"{_network.Network.DatagramCount - sent} datagrams were sent after every stack had ended");
        }

        return _examiner.Violation is null;
    }

    private bool CallAll(IEnumerable<(Station From, Station To)> pairs)
    {
        var call = new RollCall(_network, pairs);
        bool isOver = Advance(CallPatience, () =>
        {
            call.Advance();
            return call.IsOver;
        });
        if (isOver && call.FindFailure() is { } failure)
        {
            _examiner.Report("everybody is reached by name", failure);
        }

        _measurements.Note(call);
        return isOver && _examiner.Violation is null;
    }

    // The examiner says so where it takes too long; the time here is only longer.
    private bool Settle() =>
        Advance(_scenario.SettleWithin * 2, () => _network.SettledSince is not null);

    private bool Play(Duration time)
    {
        Instant end = _network.Network.Now + time;
        return Advance(time + Step, () => _network.Network.Now >= end);
    }

    private bool Advance(Duration atMost, Func<bool> isOver, bool isJoining = false)
    {
        Instant deadline = _network.Network.Now + atMost;
        while (!isOver())
        {
            if (_network.Network.Now >= deadline)
            {
                _examiner.Report("the run goes on", $"nothing came of it in {atMost}");
                return false;
            }

            _network.Network.RunFor(Step);
            _network.ThrowIfFaulted();
            _network.Traffic.Review();
            _examiner.Watch();
            if (!isJoining)
            {
                _examiner.WatchSettling();
            }

            _measurements.Sample();
            if (_examiner.Violation is not null)
            {
                return false;
            }
        }

        return true;
    }
}
