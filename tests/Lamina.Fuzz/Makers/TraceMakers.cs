using Lamina.Core;
using Lamina.Wire.Tracing;

namespace Lamina.Fuzz.Makers;

/// <summary>Questions and answers of traces.</summary>
internal static class TraceMakers
{
    public static IEnumerable<KeyValuePair<string, Maker>> All =>
    [
        new("trace: question", random =>
        {
            byte[] question = new byte[TraceHeader.QuestionLength];
            return new TraceQuestion(random.Number(), random.Number(), random.Address(), random.Bytes(TraceHeader.MaxDepth - 1)).TryWrite(question)
                ? question
                : throw new InvalidOperationException("no room for a question");
        }),
        new("trace: answer", random => AllocationMakers.Write(to =>
            new TraceAnswer(random.Number(), Duration.FromMicroseconds(random.Next(1_000_000)), Record(random)).Write(to))),
    ];

    private static TraceRecord Record(SeededRandom random) => random.Next(4) switch
    {
        0 => new ProblemRecord(random.Defined<TraceProblem>()),
        1 => new LocalRecord(random.Text(64), random.Text(64)),
        2 => new UdpRecord(random.Text(64), random.Text(64), Endpoint(random), Endpoint(random), (int)random.Number(16), random.Coin()),
        _ => new MemberRecord(random.Text(64), random.Text(64), random.Address())
        {
            CameBy = new Address(random.Number()),
            IsEnd = random.Coin(),
            IsRouter = random.Coin(),
            HasRoute = random.Coin(),
            Policy = random.Text(30),
            Cost = random.UInt(),
            NextHops = [.. Enumerable.Range(0, random.Next(9)).Select(_ =>
                new TraceNextHop(random.Address(), random.Text(64), random.Coin(), random.Coin(), random.Coin()))],
        },
    };

    private static UdpEndpoint Endpoint(SeededRandom random) => new(new UInt128(random.Number(), random.Number()), (ushort)random.Number(16));
}
