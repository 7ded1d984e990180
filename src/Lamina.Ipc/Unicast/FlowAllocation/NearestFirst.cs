using Lamina.Core;

namespace Lamina.Ipc.Unicast.FlowAllocation;

/// <summary>
/// The nearest first, by the cost of the route; those of one cost in turn. Who was silent within 10 s comes after all that
/// were not, then who has no route at present, and last this member itself: it must not pick itself while another serves.
/// </summary>
internal sealed class NearestFirst(Address self, IRouteCosts routes, IRandomSource random) : IAnycastPolicy
{
    private const int MaxSilent = 64;

    private static readonly Duration Memory = Duration.FromSeconds(10);

    private readonly List<(Address Member, Instant Until)> _silent = [];

    // One turn for all names of a place in the table. It begins anywhere, or all members of a layer would begin at one server.
    private readonly byte[] _turns = InitialTurns(random);

    public IEnumerable<Address> Order(in NameHash hash, IReadOnlyList<Address> members, Instant now)
    {
        IEnumerable<Address> order = Preview(hash, members, now);
        if (members.Count > 0)
        {
            _turns[PlaceOf(hash)]++;
        }

        return order;
    }

    public IEnumerable<Address> Preview(in NameHash hash, IReadOnlyList<Address> members, Instant now)
    {
        if (members.Count == 0)
        {
            return [];
        }

        _silent.RemoveAll(silent => silent.Until <= now);
        int first = _turns[PlaceOf(hash)] % members.Count;

        // OrderBy is stable: equals stay in turn.
        return members.Skip(first).Concat(members.Take(first))
            .Select(member => (Member: member, Cost: routes.CostTo(member)))
            .OrderBy(candidate => Rank(candidate.Member, candidate.Cost))
            .ThenBy(candidate => candidate.Cost ?? 0)
            .Select(candidate => candidate.Member)
            .ToArray();
    }

    public void HandleSilence(Address member, Instant now)
    {
        HandleAnswer(member);
        if (_silent.Count == MaxSilent)
        {
            _silent.RemoveAt(0);
        }

        _silent.Add((member, now + Memory));
    }

    public void HandleAnswer(Address member) => _silent.RemoveAll(silent => silent.Member == member);

    private ulong PlaceOf(in NameHash hash) => hash.Prefix % (ulong)_turns.Length;

    private int Rank(Address member, ulong? cost) =>
        member == self ? 3 : cost is null ? 2 : _silent.Exists(silent => silent.Member == member) ? 1 : 0;

    private static byte[] InitialTurns(IRandomSource random)
    {
        byte[] turns = new byte[64];
        random.Fill(turns);
        return turns;
    }
}
