using Lamina.Core;
using Lamina.Fuzz.Makers;
using Lamina.Fuzz.Targets;
using Lamina.Wire.Connections;
using Lamina.Wire.DataTransfer;

namespace Lamina.Fuzz.Machines;

/// <summary>
/// A member of a layer, with a neighbour that is the enemy's: a management flow and a data flow to it, over which routing, directory, allocation, reservations, traces,
/// probes, parts, and packets for others come as the enemy likes; and datagrams to its bearer.
/// <code>
///  input: 0, message            over the management flow
///         1 + 2n, to, payload   a packet for component n of: 0 this member, 1 the one behind it, 2 nobody
///         2, bytes              a datagram for the bearer, in the enemy's name
/// </code>
/// </summary>
internal sealed class MemberMachine() : FuzzTarget("machine: member")
{
    private const ulong EnemyAddress = 4;
    private const int ComponentCount = 8;
    private const int QuietTurns = 64;

    private static readonly Duration Step = Duration.FromMicroseconds(40);
    private static readonly DataTransferFormat Format = new(4);

    private static readonly string[][] ByComponent =
    [
        ["allocation: request", "allocation: reply", "allocation: confirm", "allocation: update", "allocation: close", "allocation: close-ack", "allocation: version refusal"],
        ["directory"],
        ["packet size"],
        ["trace: question", "trace: answer"],
        ["packet size"],
        ["part"],
        ["reservation: reserve", "reservation: answer", "reservation: release"],
        ["frcp"],
    ];

    private SmallNetwork? _network;
    private Speaker? _management;
    private Speaker? _data;
    private int _turn;

    public override bool IsStateless => false;

    public override int Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return 0;
        }

        SmallNetwork network = _network!;
        Connect(network);
        long before = Counted(network);
        switch (input[0])
        {
            case 0:
                _management!.Say(input[1..]);
                break;
            case 2:
                Throw(network, input[1..]);
                break;
            default:
                if (input.Length > 1)
                {
                    _data!.Say(Packet(network, input));
                }

                break;
        }

        // Now and then time passes, so that what waits for it happens.
        network.RunFor(++_turn % QuietTurns == 0 ? Duration.FromMilliseconds(500) : Step);
        return (int)Math.Clamp(Counted(network) - before, 0, 8);
    }

    // Routes are computed anew, neighbours are told: more than the input is worth, and all of it is garbage afterwards.
    public override long MostAllocated(int length) => (4 << 20) + (1024 * length);

    public override void Examine() => _network!.Examine();

    public override IEnumerable<byte[]> Samples()
    {
        var random = new SeededRandom(1);
        return [.. Enumerable.Range(0, 200).Select(_ => Make(random)!)];
    }

    public override byte[]? Make(SeededRandom random)
    {
        int kind = random.Next(12);
        if (kind < 3)
        {
            return [0, .. AllMakers.Of("link state")!(random)];
        }

        if (kind == 3)
        {
            return [2, .. random.Coin() ? new byte[9] : [], .. AllMakers.Of(random.OneOf("udp: query", "udp: piece", "udp: probe", "allocation: request"))!(random)];
        }

        int component = random.Next(ComponentCount);
        return [(byte)(1 + (2 * component)), (byte)random.Next(3), .. AllMakers.Of(random.OneOf(ByComponent[component]))!(random)];
    }

    public override void Renew()
    {
        _network?.Dispose();
        _network = new SmallNetwork(isSecure: false);
        _management = _data = null;
        _turn = 0;
    }

    public override void Dispose()
    {
        _network?.Dispose();
        base.Dispose();
    }

    // The victim may have hung up: an enemy comes back.
    private void Connect(SmallNetwork network)
    {
        _management = Open(network, _management, ConnectionComponent.Management);
        _data = Open(network, _data, ConnectionComponent.DataTransfer);
    }

    private static Speaker Open(SmallNetwork network, Speaker? speaker, ConnectionComponent component)
    {
        if (speaker is { IsOpen: true })
        {
            return speaker;
        }

        speaker = new Speaker(network.Enemy);
        speaker.Open(Core.Name.Parse("middle"), SmallNetwork.Hello(component, EnemyAddress));
        if (!network.RunUntil(() => speaker.IsOpen || speaker.IsRefused))
        {
            throw new InvalidOperationException($"no flow for {component}, and no answer");
        }

        return speaker;
    }

    private static byte[] Packet(SmallNetwork network, ReadOnlySpan<byte> input)
    {
        byte[] packet = new byte[Format.HeaderLength + input.Length - 2];
        Address to = input[1] switch
        {
            0 => network.Middle.Membership!.Address,
            1 => network.Far.Membership!.Address,
            _ => new Address(input[1]),
        };
        ulong component = (ulong)(input[0] / 2);
        Format.Write(packet, new(to, 60, (QosCube)(input[1] % 3), 0, component < ComponentCount - 1 ? component : 64 + component));
        input[2..].CopyTo(packet.AsSpan(Format.HeaderLength));
        return packet;
    }

    private static void Throw(SmallNetwork network, ReadOnlySpan<byte> bytes)
    {
        byte[] copy = bytes.ToArray();
        network.Enemy.Do(now =>
        {
            if (copy.Length is > 0 and < 1400 && network.Enemy.Context.Pool.TryRent(copy.Length, out PacketBuffer buffer))
            {
                copy.CopyTo(buffer.Span);
                network.Ports[2].Send(Train.Contiguous(buffer, 0, copy.Length, copy.Length), network.Ports[1].Local, now);
            }
        });
    }

    private static long Counted(SmallNetwork network) =>
        network.Middle.RoutingMalformed + network.Middle.Counters!.Delivered + network.Middle.Counters.Unroutable + network.Middle.LinkStates.Count;
}
