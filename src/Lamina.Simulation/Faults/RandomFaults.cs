using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;
using Lamina.Simulation.Links;
using Lamina.Simulation.Scenarios;

namespace Lamina.Simulation.Faults;

/// <summary>Draws faults, each with its end.</summary>
internal sealed class RandomFaults(SeededRandom random, int members, int links)
{
    private const int LatestBegin = 20_000;
    private const int Kinds = 7;

    /// <summary>One fault: its beginning and its end.</summary>
    public ScenarioEvent[] Draw()
    {
        var begin = Duration.FromMilliseconds(random.Next(LatestBegin));
        Duration end = begin + Duration.FromMilliseconds(100 + random.Next(15_000));
        int[] some = SomeLinks();
        return random.Next(Kinds) switch
        {
            0 => Changed(begin, end, some, new LinkProfile { Burst = new BurstLoss(0.02, 0.1 + (0.4 * random.NextDouble()), 0.5 + (0.5 * random.NextDouble())) }),
            1 => Changed(begin, end, some, new LinkProfile { Duplication = 0.05 * random.NextDouble(), Reordering = 0.3 * random.NextDouble() }),
            2 => Changed(begin, end, some, new LinkProfile { Corruption = 0.02 * random.NextDouble(), Loss = 0.1 * random.NextDouble() }),
            3 => Changed(begin, end, some, new LinkProfile { BitsPerSecond = 200_000, QueueBytes = 8192, Latency = Duration.FromMilliseconds(50) }),
            4 =>
            [
                new ScenarioEvent(begin, ScenarioEventKind.Cut) { Links = some },
                new ScenarioEvent(end, ScenarioEventKind.Heal) { Links = some },
            ],
            5 =>
            [
                new ScenarioEvent(begin, ScenarioEventKind.Partition) { Members = [.. Enumerable.Range(0, members).Where(_ => random.Next(2) == 0)] },
                new ScenarioEvent(end, ScenarioEventKind.Heal),
            ],
            _ => Death(begin, end),
        };
    }

    private static ScenarioEvent[] Changed(Duration begin, Duration end, int[] some, LinkProfile profile) =>
    [
        new ScenarioEvent(begin, ScenarioEventKind.Change) { Links = some, Profile = profile },
        new ScenarioEvent(end, ScenarioEventKind.Change) { Links = some },
    ];

    private ScenarioEvent[] Death(Duration begin, Duration end)
    {
        int[] dying = [.. Enumerable.Range(0, 1 + random.Next(Math.Max(1, members / 2))).Select(_ => random.Next(members)).Distinct()];
        return
        [
            new ScenarioEvent(begin, ScenarioEventKind.Die) { Members = dying },
            new ScenarioEvent(end, ScenarioEventKind.Revive) { Members = dying },
        ];
    }

    private int[] SomeLinks() => [.. Enumerable.Range(0, 1 + random.Next(links)).Select(_ => random.Next(links)).Distinct().Order()];
}
