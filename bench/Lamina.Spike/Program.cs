using Lamina.Spike;
using Lamina.Spike.Flow;
using Lamina.Spike.Measuring;
using Lamina.Spike.Pipelines;
using Lamina.Spike.Rings;

if (args is [Child.Command, ..])
{
    return ChildProgram.Run(args);
}

if (SpikeOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(SpikeOptions.Usage);
    return 2;
}

const double EmbeddedGoal = 0.40;
const double AttachedGoal = 0.20;
var window = options.WindowTrains * Shape.RawSegments;
(Pipeline Pipeline, double? Goal)[] all =
[
    (new RawPipeline(window), null),
    (new EmbeddedPipeline(window), EmbeddedGoal),
    (ProcessPipeline.Attached(window, options.RingCapacity, gather: true), AttachedGoal),
    (ProcessPipeline.Attached(window, options.RingCapacity, gather: false), AttachedGoal),
    (new TcpPipeline(), null),
    (ProcessPipeline.RingAlone(options.RingCapacity), null),
];

var length = TimeSpan.FromSeconds(options.Seconds);
foreach (var (pipeline, _) in all)
{
    Measurer.Measure(pipeline, length);
}

var samples = all.Select(_ => new List<Sample>()).ToArray();
for (var round = 0; round < options.Rounds; round++)
{
    // Forwards and backwards: what drifts in the machine hits all alike.
    for (var i = 0; i < all.Length; i++)
    {
        var which = round % 2 == 0 ? i : all.Length - 1 - i;
        samples[which].Add(Measurer.Measure(all[which].Pipeline, length));
    }
}

var rows = all.Select((entry, i) => Row.Of(entry.Pipeline, entry.Goal, samples[i], samples[0])).ToArray();
Console.WriteLine(options.Json ? Report.AsJson(options, rows) : Report.Table(rows));
foreach (var (pipeline, _) in all)
{
    pipeline.Dispose();
}

return 0;
