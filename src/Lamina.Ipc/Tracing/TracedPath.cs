using Lamina.Wire.Tracing;

namespace Lamina.Ipc.Tracing;

/// <summary>A way through one layer, as far as it could be traced.</summary>
public sealed class TracedPath
{
    private readonly List<TracedHop> _hops = [];

    /// <summary>Its hops in order.</summary>
    public IReadOnlyList<TracedHop> Hops => _hops;

    /// <summary>True where its end has answered.</summary>
    public bool IsComplete => _hops is [.., { Record: MemberRecord { IsEnd: true } or UdpRecord or LocalRecord }];

    /// <summary>True where a member came twice: packets go round.</summary>
    public bool IsLoop => _hops is [.. var before, { Record: MemberRecord last }]
        && before.Exists(hop => hop.Record is MemberRecord member && member.Address == last.Address);

    internal void Add(TracedHop hop) => _hops.Add(hop);
}
