using Lamina.Bench.Bare;
using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;
using Lamina.Spike.Flow;
using Lamina.Spike.Pipelines;

namespace Lamina.Bench;

/// <summary>What is measured, in the order in which it is printed. Networks start with the first question that needs them.</summary>
internal sealed class Rows : IAsyncDisposable
{
    // Of the bare rows: the flows have bounds of their own.
    private const int Window = 16 * Shape.RawSegments;
    private const int WindowOfShort = 256;

    private readonly Lazy<Task<EmbeddedNetwork>> _embedded = new(() => EmbeddedNetwork.StartAsync(isSealed: false));
    private readonly Lazy<Task<EmbeddedNetwork>> _sealed = new(() => EmbeddedNetwork.StartAsync(isSealed: true));
    private readonly Lazy<Task<AttachedNetwork>> _oneDaemon = new(() => AttachedNetwork.StartAsync(1));
    private readonly Lazy<Task<AttachedNetwork>> _twoDaemons = new(() => AttachedNetwork.StartAsync(2));

    public Rows()
    {
        Row udp = Bare("bare UDP, one packet a call", question => question switch
        {
            Question.RoundTrip => new UdpTrips(),
            Question.Packets => new OneWay(new RawPipeline(WindowOfShort, MessageShape.Short, segments: 1)),
            _ => new OneWay(new RawPipeline(Window, segments: 1)),
        });
        Row offload = Bare("bare UDP, segmentation offload", question => question switch
        {
            Question.RoundTrip => null,
            Question.Packets => new OneWay(new RawPipeline(WindowOfShort, MessageShape.Short)),
            _ => new OneWay(new RawPipeline(Window)),
        });
        Row sealedOffload = Bare("bare UDP, offload, sealed", question => question switch
        {
            Question.RoundTrip => null,
            Question.Packets => new OneWay(new SealedPipeline(WindowOfShort, MessageShape.Short)),
            _ => new OneWay(new SealedPipeline(Window)),
        });
        Row unix = Bare("bare Unix socket", question => question == Question.RoundTrip
            ? new UnixTrips()
            : new OneWay(new UnixPipeline(MessageShape.Of(question))));
        Row OfUdp(Question question) => question == Question.Goodput ? offload : udp;
        Row OfSealed(Question question) => question == Question.Goodput ? sealedOffload : udp;
        Row OfHost(Question question) => unix;
        All =
        [
            udp,
            offload,
            sealedOffload,
            unix,
            Embedded("embedded, one stack, no layer", _embedded, -1, OfHost),
            Embedded("embedded, udp", _embedded, 0, OfUdp),
            Embedded("embedded, udp, sealed", _sealed, 0, OfSealed),
            .. Enumerable.Range(1, EmbeddedNetwork.MaxDepth)
                .Select(depth => Embedded($"embedded, depth {depth} over udp", _embedded, depth, OfUdp)),
            Embedded("embedded, depth 1, sealed", _sealed, 1, OfSealed),
            Attached("two programs, one daemon", _oneDaemon, OfHost),
            Attached("two programs, two daemons over udp", _twoDaemons, OfUdp),
        ];
    }

    public IReadOnlyList<Row> All { get; }

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_embedded);
        await EndAsync(_sealed);
        await EndAsync(_oneDaemon);
        await EndAsync(_twoDaemons);
    }

    private static Row Bare(string name, Func<Question, IMeasured?> open) => new(name, null, question => Task.FromResult(open(question)));

    private static Row Embedded(string name, Lazy<Task<EmbeddedNetwork>> starting, int depth, Func<Question, Row> limitOf) => new(name, limitOf, async question =>
    {
        EmbeddedNetwork network = await starting.Value;
        return await FlowMeasured.OpenAsync(question, board => network.ConnectAsync(depth, question, board));
    });

    private static Row Attached(string name, Lazy<Task<AttachedNetwork>> starting, Func<Question, Row> limitOf) => new(name, limitOf, async question =>
    {
        AttachedNetwork network = await starting.Value;
        return await FlowMeasured.OpenAsync(question, board => network.ConnectAsync(question, board));
    });

    // One that did not start has said why in its rows.
    private static async ValueTask EndAsync<T>(Lazy<Task<T>> network)
        where T : IAsyncDisposable
    {
        if (network is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await network.Value).DisposeAsync();
        }
    }
}
