using Lamina.Core;
using Lamina.Protocols.Allocation;
using Lamina.Security.Cookies;
using Lamina.Wire.Allocation;

namespace Lamina.Protocols.Tests.Allocation;

/// <summary>One end of a <see cref="VirtualLink"/>: an IPC process that has nothing but a flow allocator.</summary>
internal sealed class LinkSide : IAllocationTransport<Address>
{
    private readonly VirtualLink _link;
    private readonly ulong _seed;
    private readonly AllocatorSettings? _settings;
    private long _lastFlowId;

    public LinkSide(VirtualLink link, ulong address, ulong seed, AllocatorSettings? settings = null)
    {
        _link = link;
        _seed = seed;
        _settings = settings;
        LocalAddress = address;
        Context = link.AddContext(seed);
        Allocator = new FlowAllocator<Address>(Context, this, settings);
    }

    public MachineContext Context { get; }

    public FlowAllocator<Address> Allocator { get; private set; }

    public LinkSide Other { get; set; } = null!;

    public ulong LocalAddress { get; }

    public int AddressSize => 4;

    public int HeadRoom => 8;

    public Duration MaxPacketLifetime { get; set; } = Duration.FromMilliseconds(500);

    public int Credit { get; set; } = 10_000;

    public List<ArrivingFlow> Arrivals { get; } = [];

    public Action<ArrivingFlow>? OnArrival { get; set; }

    public List<(AllocatedFlow<Address> Flow, ArrivalReport Arrivals)> Updates { get; } = [];

    /// <summary>Lets a test look at messages, or change them, before they go.</summary>
    public Func<byte[], byte[]?>? OnMessage { get; set; }

    /// <summary>Everything is forgotten, as when the process is killed.</summary>
    public void Restart() => Allocator = new FlowAllocator<Address>(Context, this, _settings);

    public void Send(AllocatedFlow<Address> flow, params byte[] payload) => Send((LowerFlow)flow, payload);

    public void Send(LowerFlow flow, params byte[] payload)
    {
        Assert.True(Context.Pool.TryRent(64, out PacketBuffer buffer), $"seed {_seed}");
        payload.CopyTo(buffer.Span[16..]);
        flow.Transmit(Train.Single(buffer, 16, payload.Length), _link.Now);
    }

    public int MaxPacketSizeFor(Address peer, in QosSpec qos) => 1000;

    public ulong AddressOf(Address peer) => peer.Value;

    public Address PeerOf(ulong address, Address from) => new(address);

    public RemoteSource SourceOf(Address peer) => new(peer.Value, 0, 0);

    public long NextFlowId() => ++_lastFlowId;

    public int CreditOf(AllocatedFlow<Address> flow) => Credit;

    /// <summary>Addresses from here on are nobody's that is on the link.</summary>
    public const ulong FirstStranger = 1000;

    /// <summary>What is said to them.</summary>
    public Action<Address, byte[]>? OnStranger { get; set; }

    public void SendMessage(Address peer, ReadOnlySpan<byte> message, Instant now)
    {
        if (peer.Value >= FirstStranger)
        {
            OnStranger?.Invoke(peer, message.ToArray());
            return;
        }

        byte[]? bytes = message.ToArray();
        bytes = OnMessage is null ? bytes : OnMessage(bytes);
        if (bytes is not null)
        {
            _link.Carry(() => Other.Allocator.HandleMessage(bytes, default, _link.Now));
        }
    }

    public void Transmit(AllocatedFlow<Address> flow, in Train train, Instant now)
    {
        byte[] bytes = train[0].ToArray();
        ulong eid = flow.RemoteEid;
        train.Buffer.Release();
        _link.Carry(() => Other.Receive(eid, bytes));
    }

    /// <summary>What this side's layer makes of what is asked for here.</summary>
    public Func<QosSpec, QosSpec> Accepts { get; set; } = asked => asked;

    /// <summary>False: what it asks for is there only when the test says so.</summary>
    public bool IsRoomThere { get; set; } = true;

    public List<AllocatedFlow<Address>> Admitting { get; } = [];

    public bool TryAdmit(AllocatedFlow<Address> flow, Instant now)
    {
        if (!IsRoomThere)
        {
            Admitting.Add(flow);
        }

        return IsRoomThere;
    }

    public void HandleArrival(AllocatedFlow<Address> flow, ArrivingFlow arrival, Instant now)
    {
        flow.Promise(Accepts(arrival.Qos));
        Arrivals.Add(arrival);
        OnArrival?.Invoke(arrival);
    }

    public void HandleUpdate(AllocatedFlow<Address> flow, in ArrivalReport arrivals, Instant now) => Updates.Add((flow, arrivals));

    private void Receive(ulong eid, byte[] bytes)
    {
        Assert.True(Context.Pool.TryRent(bytes.Length, out PacketBuffer buffer), $"seed {_seed}");
        bytes.CopyTo(buffer.Span);
        Allocator.HandleData(eid, Train.Single(buffer, 0, bytes.Length), new Address(Other.LocalAddress), _link.Now);
        buffer.Release();
    }
}
