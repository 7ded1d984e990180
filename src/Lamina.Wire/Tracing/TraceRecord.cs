using Lamina.Core;

namespace Lamina.Wire.Tracing;

/// <summary>
/// What is known of one hop. In an answer: a form byte, then
/// <code>
///  problem 0   | problem 1 |
///  member 1    | layer | process | flags 1 | address 8 | came by 8 | policy | cost 4 | count 1 | next hops |
///  udp 2       | layer | process | local 18 | remote 18 | sure 2 | known 1 |      18: address 16, port 2
///  local 3     | layer | process |
///
///  next hop    | address 8 | flags 1 | process |
///  text        | length 1 | UTF-8, 64 bytes at most |
/// </code>
/// Flags of a member: 1 it is the end, 2 a router, 4 it has a way. Of a next hop: 1 a stand-in, 2 carries packets, 4 is taken.
/// </summary>
public abstract record TraceRecord
{
    private protected abstract TraceForm Form { get; }

    internal static TraceRecord? Take(ref SpanReader reader)
    {
        var form = (TraceForm)reader.ReadByte();
        TraceRecord? record = form switch
        {
            TraceForm.Problem => new ProblemRecord((TraceProblem)reader.ReadByte()),
            TraceForm.Member => MemberRecord.TakeBody(ref reader),
            TraceForm.Udp => UdpRecord.TakeBody(ref reader),
            TraceForm.Local => new LocalRecord(TraceText.Take(ref reader), TraceText.Take(ref reader)),
            _ => null,
        };
        return reader.Failed ? null : record;
    }

    internal void Write(ref SpanWriter writer)
    {
        writer.WriteByte((byte)Form);
        WriteBody(ref writer);
    }

    private protected abstract void WriteBody(ref SpanWriter writer);
}
