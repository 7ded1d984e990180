using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>
/// Another member that this one has flows to. There may be several of a kind: each side may connect, and over several
/// lower layers.
/// </summary>
/// <param name="address">Its address.</param>
/// <param name="instance">Which membership it is.</param>
/// <param name="process">What it calls itself in its stack.</param>
public sealed class Neighbour(Address address, ulong instance, string process)
{
    private bool _isUsed;

    /// <summary>Its address.</summary>
    public Address Address { get; } = address;

    /// <summary>Random number of its membership: another one under its address is another life, or another member.</summary>
    public ulong Instance { get; } = instance;

    /// <summary>What it calls itself in its stack; two neighbours may use one name.</summary>
    public string Process { get; } = process;

    /// <summary>Who it proved to be; nobody in an insecure layer.</summary>
    public PeerIdentity Peer { get; internal init; }

    /// <summary>The flow that carries packets to it at present; null where none does.</summary>
    public LowerFlow? ActiveData => Active?.Flow;

    /// <summary>As <see cref="ActiveData"/>.</summary>
    internal DataLink? Active { get; private set; }

    /// <summary>True where that flow is not in doubt: its other end answers.</summary>
    internal bool IsTrusted { get; private set; }

    /// <summary>Who watches for its silence; set once.</summary>
    internal LinkMonitor? Monitor { get; init; }

    internal List<DataLink> Data { get; } = [];

    internal List<ManagementLink> Management { get; } = [];

    /// <summary>The management flow that routing talks over: the youngest, as for <see cref="ActiveData"/>.</summary>
    internal ManagementLink? Talk => Management.Count == 0 ? null : Management[^1];

    /// <summary>What the way to it costs, as this side was told when it connected; unsaid where only the other side did.</summary>
    internal LinkWeights Weights => Data.FindLast(link => link.IsUp && link.Origin.Order is not null)?.Origin.Order?.Weights ?? LinkWeights.Unsaid;

    internal bool IsGone => Data.Count == 0 && Management.Count == 0;

    /// <summary>When packets were sent to it last.</summary>
    internal Instant UsedAt { get; private set; }

    /// <summary>Packets are sent to it. Told to the monitor once a look: this is the packet path.</summary>
    internal void NoteUse(Instant now)
    {
        UsedAt = now;
        if (!_isUsed)
        {
            _isUsed = true;
            Monitor?.HandleUsed(now);
        }
    }

    /// <summary>The monitor looks: it is to be told of the next use.</summary>
    internal void HandleLook() => _isUsed = false;

    /// <summary>The youngest of those that answer: it was made when the others may have died already. Where none does, the youngest.</summary>
    internal void ChooseActive()
    {
        Active = Data.FindLast(link => link is { IsUp: true, IsDoubtful: false }) ?? Data.FindLast(link => link.IsUp);
        IsTrusted = Active is { IsDoubtful: false };
    }
}
