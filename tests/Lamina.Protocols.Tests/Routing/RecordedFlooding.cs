using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Protocols.Tests.Routing;

/// <summary>Notes what a member would send.</summary>
internal sealed class RecordedFlooding : ILinkStateUser
{
    private readonly List<(Address To, Address Origin, ulong Sequence)> _states = [];

    public int Messages { get; private set; }

    public List<(Address To, LinkStateSummary Summary)> Summaries { get; } = [];

    public List<(Address To, Address Origin, ulong Sequence)> TakeStates()
    {
        List<(Address, Address, ulong)> taken = [.. _states];
        _states.Clear();
        return taken;
    }

    public void SendStates(Address neighbour, IReadOnlyList<LinkState> states, Instant now)
    {
        Messages++;
        _states.AddRange(states.Select(state => (neighbour, state.Origin, state.Sequence)));
    }

    public void SendSummary(Address neighbour, LinkStateSummary summary) => Summaries.Add((neighbour, summary));

    public void HandleGraphChanged(bool isNear, Instant now)
    {
    }

    public void HandleMemberLeft(Address member, Instant now)
    {
    }

    public bool TryKeepAddress(ulong instance, Instant now) => true;
}
