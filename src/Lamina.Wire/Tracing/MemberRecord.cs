using Lamina.Core;

namespace Lamina.Wire.Tracing;

/// <summary>A member of a layer, and where it would send the packet.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Process">Its IPC process.</param>
/// <param name="Address">Its address.</param>
public sealed record MemberRecord(string Layer, string Process, Address Address) : TraceRecord
{
    private const int MaxNextHops = 8;

    /// <summary>The neighbour that the question came from; none for who asked itself.</summary>
    public Address CameBy { get; init; }

    /// <summary>True where the packet is for this member.</summary>
    public bool IsEnd { get; init; }

    /// <summary>True where it only forwards.</summary>
    public bool IsRouter { get; init; }

    /// <summary>True where it has a route to the destination.</summary>
    public bool HasRoute { get; init; }

    /// <summary>The routing policy of the layer, as this member follows it.</summary>
    public string Policy { get; init; } = "";

    /// <summary>What the rest of the way costs.</summary>
    public uint Cost { get; init; }

    /// <summary>The neighbours that may be next, ways first; at most 8.</summary>
    public IReadOnlyList<TraceNextHop> NextHops { get; init; } = [];

    /// <summary>The one that is taken; null where none carries packets.</summary>
    public TraceNextHop? Taken => NextHops.Any(hop => hop.IsTaken) ? NextHops.First(hop => hop.IsTaken) : null;

    private protected override TraceForm Form => TraceForm.Member;

    internal static MemberRecord TakeBody(ref SpanReader reader)
    {
        string layer = TraceText.Take(ref reader);
        string process = TraceText.Take(ref reader);
        byte flags = reader.ReadByte();
        var address = new Address(reader.ReadUInt64());
        var cameBy = new Address(reader.ReadUInt64());
        string policy = TraceText.Take(ref reader);
        uint cost = reader.ReadUInt32();
        var hops = new TraceNextHop[Math.Min((int)reader.ReadByte(), MaxNextHops)];
        for (int i = 0; i < hops.Length; i++)
        {
            var hop = new Address(reader.ReadUInt64());
            byte what = reader.ReadByte();
            hops[i] = new(hop, TraceText.Take(ref reader), (what & 1) != 0, (what & 2) != 0, (what & 4) != 0);
        }

        return new MemberRecord(layer, process, address)
        {
            CameBy = cameBy,
            IsEnd = (flags & 1) != 0,
            IsRouter = (flags & 2) != 0,
            HasRoute = (flags & 4) != 0,
            Policy = policy,
            Cost = cost,
            NextHops = hops,
        };
    }

    /// <summary>Fewer next hops where there is no room for all: the one that is taken is never left out.</summary>
    private protected override void WriteBody(ref SpanWriter writer)
    {
        for (int count = Math.Min(NextHops.Count, MaxNextHops); ; count--)
        {
            SpanWriter attempt = writer;
            Write(ref attempt, [.. NextHops.OrderByDescending(hop => hop.IsTaken).Take(count).OrderBy(hop => hop.IsStandIn)]);
            if (!attempt.Failed || count == 0)
            {
                writer = attempt;
                return;
            }
        }
    }

    private void Write(ref SpanWriter writer, TraceNextHop[] hops)
    {
        TraceText.Write(ref writer, Layer);
        TraceText.Write(ref writer, Process);
        writer.WriteByte((byte)((IsEnd ? 1 : 0) | (IsRouter ? 2 : 0) | (HasRoute ? 4 : 0)));
        writer.WriteUInt64(Address.Value);
        writer.WriteUInt64(CameBy.Value);
        TraceText.Write(ref writer, Policy);
        writer.WriteUInt32(Cost);
        writer.WriteByte((byte)hops.Length);
        foreach (TraceNextHop hop in hops)
        {
            writer.WriteUInt64(hop.Address.Value);
            writer.WriteByte((byte)((hop.IsStandIn ? 1 : 0) | (hop.CarriesPackets ? 2 : 0) | (hop.IsTaken ? 4 : 0)));
            TraceText.Write(ref writer, hop.Process);
        }
    }
}
