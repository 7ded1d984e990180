using System.Security.Cryptography;
using Lamina.Core;
using Lamina.Protocols.Allocation;
using Lamina.Security.Cookies;
using Lamina.Wire.Allocation;

namespace Lamina.Bench.Handshakes;

/// <summary>A flow allocator that strangers ask, above a layer that loses all that is said: each request is answered with a cookie.</summary>
internal sealed class AskedMember : IAllocationTransport<Address>
{
    private readonly FlowAllocator<Address> _allocator;
    private readonly byte[] _request = new byte[512];
    private readonly byte[] _key = new byte[32];
    private long _lastFlowId;

    public AskedMember(IRandomSource random)
    {
        // Nobody is taken without a cookie.
        _allocator = new FlowAllocator<Address>(
            new MachineContext(new PacketPool(), random), this, AllocatorSettings.Default with { Strangers = new() { MaxUnproven = 0 } });
        new RequestPdu
        {
            SourceEid = 1 << 20,
            SourceAddress = 7,
            Qos = QosSpec.Data,
            Destination = NameHash.Of(Name.Parse("bench"), HashAlgorithmId.Sha3_256),
            Data = new byte[100],
        }.Write(_request, AddressSize);
    }

    public int AddressSize => 4;

    public ulong LocalAddress => 1;

    public int HeadRoom => 8;

    public Duration MaxPacketLifetime => Duration.FromSeconds(1);

    /// <summary>Requests, each answered with a cookie.</summary>
    public Action Ask(int times) => () =>
    {
        for (int i = 0; i < times; i++)
        {
            _allocator.HandleMessage(_request, new Address((ulong)i + 1000), Instant.Zero);
        }
    };

    /// <summary>The function alone that makes a cookie.</summary>
    public Action Hash(int times) => () =>
    {
        Span<byte> hash = stackalloc byte[32];
        for (int i = 0; i < times; i++)
        {
            HMACSHA256.HashData(_key, _request.AsSpan(0, RemoteSource.Length), hash);
        }
    };

    public int MaxPacketSizeFor(Address peer, in QosSpec qos) => 1000;

    public Address PeerOf(ulong address, Address from) => from;

    public RemoteSource SourceOf(Address peer) => new(peer.Value, 0, 0);

    public long NextFlowId() => ++_lastFlowId;

    public int CreditOf(AllocatedFlow<Address> flow) => 0;

    public void SendMessage(Address peer, ReadOnlySpan<byte> message, Instant now)
    {
        // Nobody hears it.
    }

    public void Transmit(AllocatedFlow<Address> flow, in Train train, Instant now) => train.Buffer.Release();

    public void HandleArrival(AllocatedFlow<Address> flow, ArrivingFlow arrival, Instant now) =>
        throw new InvalidOperationException("somebody was taken");
}
