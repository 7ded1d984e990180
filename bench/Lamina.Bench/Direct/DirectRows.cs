using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Core;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Direct;

/// <summary>What is measured of programs on one host, each row beside the bare ring that asks the same of the processors.</summary>
internal sealed class DirectRows : IAsyncDisposable
{
    private readonly Lazy<Task<HostNetwork>> _network = new(HostNetwork.StartAsync);
    private readonly Lazy<Task<NetworkStack>> _embedded = new(() => NetworkStack.StartAsync());

    public DirectRows()
    {
        Row ring = Bare("bare ring, futex", question => question switch
        {
            Question.RoundTrip => new RingTrips(isBusy: false),
            Question.Packets => new OneWay(new RingPipeline(MessageShape.Short, train: 1)),
            _ => new OneWay(new RingPipeline(Shape.Payload, train: Shape.RawSegments)),
        });
        Row busyRing = Bare("bare ring, busy", question => question == Question.RoundTrip ? new RingTrips(isBusy: true) : null);
        Row OfRing(Question question) => ring;
        Row OfBusyRing(Question question) => busyRing;
        All =
        [
            ring,
            busyRing,
            Attached("two programs, direct", default, OfRing),
            Attached("two programs, direct, raw", new Way(QosSpec.Raw), OfRing),
            Attached("two programs, direct, busy", new Way(IsBusy: true), OfBusyRing, Question.RoundTrip),
            Attached("two programs, through the daemon", new Way(IsThroughDaemon: true), OfRing),
            Attached("two programs, one unicast layer in the daemon", new Way(Layer: HostDaemon.Layer), OfRing),
            Embedded("embedded, two threads", isBusy: false, OfRing),
            Embedded("embedded, two threads, busy", isBusy: true, OfBusyRing, Question.RoundTrip),
        ];
    }

    public IReadOnlyList<Row> All { get; }

    public async ValueTask DisposeAsync()
    {
        if (_network is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _network.Value).DisposeAsync();
        }

        if (_embedded.IsValueCreated)
        {
            await (await _embedded.Value).DisposeAsync();
        }
    }

    private static Row Bare(string name, Func<Question, IMeasured?> open) => new(name, null, question => Task.FromResult(open(question)));

    private Row Attached(string name, Way way, Func<Question, Row> limitOf, Question? only = null) => new(name, limitOf, async question =>
    {
        if (only is { } asked && asked != question)
        {
            return null;
        }

        HostNetwork network = await _network.Value;
        return await OpenAsync(question, way.IsBusy, board => network.ConnectAsync(question, way, board));
    });

    private Row Embedded(string name, bool isBusy, Func<Question, Row> limitOf, Question? only = null) => new(name, limitOf, async question =>
    {
        if (only is { } asked && asked != question)
        {
            return null;
        }

        NetworkStack stack = await _embedded.Value;
        return await OpenAsync(question, isBusy, board => HostNetwork.ConnectWithinAsync(stack, $"{name} {question}", question, isBusy, board));
    });

    private static async Task<IMeasured?> OpenAsync(Question question, bool isBusy, Func<Board, Task<Connection>> connect)
    {
        if (!isBusy)
        {
            return await FlowMeasured.OpenAsync(question, connect);
        }

        using var board = Board.Create();
        return new BusyTrips(await connect(board));
    }
}
