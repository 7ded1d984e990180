using System.Diagnostics;
using Lamina.Core;
using Lamina.Simulation.Networks;
using Lamina.Simulation.Reports;
using Lamina.Simulation.Workloads;

namespace Lamina.Simulation.Scenarios;

/// <summary>Gathers the figures of a run.</summary>
internal sealed class Measurements
{
    private readonly LayerNetwork _network;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<Measure?> _measures = [];
    private readonly List<(double X, double Y)> _standing = [];
    private readonly List<(double X, double Y)> _settled = [];
    private readonly List<(double X, double Y)> _datagrams = [];
    private readonly List<double> _resettled = [];
    private (long Count, long Bytes)[] _idle = [];
    private Instant _joined;
    private long _datagramsBefore;
    private Instant _sampledAt;
    private Instant? _settledBefore;
    private Measure? _memory;

    public Measurements(LayerNetwork network) => _network = network;

    private double Seconds => Since(Instant.Zero);

    private int Members => _network.Stations.Count;

    /// <summary>A point of the curves.</summary>
    public void Sample()
    {
        Instant now = _network.Network.Now;
        if (_network.SettledSince is { } since && since != _settledBefore)
        {
            _resettled.Add((since - _network.DisturbedAt).TotalSeconds);
            _settledBefore = since;
        }

        // Long runs need no finer curve.
        if (now - _sampledAt < Duration.FromMilliseconds(500))
        {
            return;
        }

        long count = _network.Network.DatagramCount;
        _datagrams.Add((Seconds, (count - _datagramsBefore) / (now - _sampledAt).TotalSeconds));
        _standing.Add((Seconds, _network.Stations.Count(station => station.IsStanding)));
        var survey = new Survey(_network, _network.Scenario.Layers - 1);
        _settled.Add((Seconds, _network.Alive.Count(survey.KnowsAll)));
        (_sampledAt, _datagramsBefore) = (now, count);
    }

    /// <summary>Everybody stands.</summary>
    public void NoteJoined()
    {
        _joined = _network.Network.Now;
        _measures.Add(Distribution.Of(
            "time to join", "s", _network.Stations.Select(station => (station.StandingSince!.Value - station.StartedAt).TotalSeconds)));
        _measures.Add(new Measure("everybody has joined after", "s", Seconds));
    }

    /// <summary>Everybody has a route to everybody, for the first time.</summary>
    public void NoteSettled()
    {
        _measures.Add(new Measure("converged after the last has joined", "s", Since(_joined)));
        AddSent("set-up", Snapshot(), 1);
        AddTables();
        AddStretch();
    }

    public void BeginIdle() => _idle = Snapshot();

    public void EndIdle()
    {
        (long Count, long Bytes)[] sent = [.. Snapshot().Zip(_idle, (after, before) => (after.Count - before.Count, after.Bytes - before.Bytes))];
        AddSent("idle, per minute", sent, 60 / _network.Scenario.IdleTime.TotalSeconds);
    }

    /// <summary>Some have called others by name.</summary>
    public void Note(RollCall call)
    {
        _measures.Add(new Measure("pairs called by name", "", call.Count));
        _measures.Add(new Measure("pairs reached at the first attempt", "", call.AtOnce));
    }

    /// <summary>The scenario's time is over, and everybody has a route to everybody that lives.</summary>
    public void NoteEnd()
    {
        if (_resettled.Count > 1)
        {
            _measures.Add(Distribution.Of("converged again after a disturbance", "s", _resettled.Skip(1)));
        }

        AddCount("packets without hops left", SumOfMembers(member => member.Counters?.Expired ?? 0));
        AddCount("packets without a route", SumOfMembers(member => member.Counters?.Unroutable ?? 0));

        // A full collection costs more than a small network, and a small one is lost in what the process needs anyway.
        if (Members >= 50)
        {
            double perMember = GC.GetTotalMemory(forceFullCollection: true) / (double)Members;
            _memory = new Measure("memory of the process per member", "bytes", perMember);
        }
    }

    public RunReport ToReport(ulong seed, IReadOnlyList<Violation> violations)
    {
        Operation[] operations = [.. _network.Traffic.Ended, .. _network.Traffic.Open];
        double[] roundTrips = [.. operations.OfType<Ping>().SelectMany(ping => ping.RoundTrips).Select(time => time.TotalSeconds * 1e3)];
        AddCount("flows asked for", operations.Length);
        AddCount("pings answered", operations.Count(operation => operation is Ping { IsDone: true }));
        AddCount("pings refused or lost", operations.Count(operation => operation is Ping { IsDone: false }));
        AddCount("transfers done", operations.Count(operation => operation is TransferOperation { IsDone: true }));
        AddCount("transfers refused or lost", operations.Count(operation => operation is TransferOperation { IsDone: false }));
        _measures.Add(Distribution.Of("round trip", "ms", roundTrips));
        AddCount("datagrams lost by links", _network.Links.Sum(link => link.Link.ForthCounters.Lost + link.Link.BackCounters.Lost));
        AddCount("datagrams dropped at full queues", _network.Links.Sum(link => link.Link.ForthCounters.Dropped + link.Link.BackCounters.Dropped));
        AddCount("datagrams in all", _network.Network.DatagramCount);
        return new RunReport(_network.Scenario.Name, seed, Members, _network.Network.Now - Instant.Zero, _network.Network.TraceHash)
        {
            Measures = [.. _measures.OfType<Measure>()],
            Series =
            [
                new Series("members that stand", "s", "members", _standing),
                new Series("members that know all routes", "s", "members", _settled),
                new Series("datagrams", "s", "1/s", _datagrams),
                Distribution.ByRank("round trips", "pings", "ms", roundTrips),
            ],
            Violations = violations,
            Real = RealFigures(),
        };
    }

    private double Since(Instant start) => (_network.Network.Now - start).TotalSeconds;

    private Measure[] RealFigures()
    {
        double seconds = _clock.Elapsed.TotalSeconds;
        var time = new Measure("real time", "s", seconds);
        var speed = new Measure("events per second", "", _network.Network.EventCount / seconds);
        return _memory is null ? [time, speed] : [time, speed, _memory];
    }

    private (long Count, long Bytes)[] Snapshot() => [.. _network.Stations.Select(station => (station.Port.SentCount, station.Port.SentBytes))];

    private void AddSent(string when, IEnumerable<(long Count, long Bytes)> sent, double factor)
    {
        (long Count, long Bytes)[] all = [.. sent];
        _measures.Add(Distribution.Of($"messages per member ({when})", "", all.Select(one => one.Count * factor)));
        _measures.Add(Distribution.Of($"bytes per member ({when})", "bytes", all.Select(one => one.Bytes * factor)));
    }

    private void AddTables()
    {
        Station[] alive = [.. _network.Alive];
        Instant now = _network.Network.Now;
        _measures.Add(Distribution.Of("link states per member", "", alive.Select(station => (double)station.Top!.LinkStates.Count)));
        _measures.Add(Distribution.Of("routes per member", "", alive.Select(station => (double)station.Top!.Routes.Count)));
        _measures.Add(Distribution.Of("directory entries per member", "", alive.Select(station => (double)station.Top!.DirectoryEntries(now).Count)));
        _measures.Add(Distribution.Of("adjacency flows per member", "", alive.Select(station => (double)station.Top!.Adjacencies.Count)));
    }

    // From up to 50 stations to all: enough for a median, and 500 members stay quick.
    private void AddStretch()
    {
        var survey = new Survey(_network, _network.Scenario.Layers - 1);
        var stretch = new List<double>();
        var hops = new List<double>();
        foreach (Station from in _network.Stations.Take(50))
        {
            int[] shortest = survey.ShortestFrom(from);
            foreach (Station to in _network.Stations)
            {
                if (from != to && shortest[to.Index] > 0 && survey.HopsBetween(from, to) is { } taken)
                {
                    hops.Add(taken);
                    stretch.Add(taken / (double)shortest[to.Index]);
                }
            }
        }

        _measures.Add(Distribution.Of("hops", "", hops));
        _measures.Add(Distribution.Of("path stretch", "", stretch));
    }

    private void AddCount(string name, long value) => _measures.Add(new Measure(name, "", value));

    private long SumOfMembers(Func<Lamina.Ipc.Unicast.UnicastIpcProcess, long> figure) => _network.Stations.Sum(
        station => Enumerable.Range(0, _network.Scenario.Layers).Sum(layer => station.Member(layer) is { } member ? figure(member) : 0));
}
