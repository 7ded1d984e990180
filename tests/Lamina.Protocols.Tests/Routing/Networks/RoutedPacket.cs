using Lamina.Core;

namespace Lamina.Protocols.Tests.Routing.Networks;

/// <summary>A packet on its way, hop by hop in virtual time.</summary>
internal sealed class RoutedPacket(RoutedNetwork network, RoutedMember destination, QosCube cube, ulong flow)
{
    public const int InitialTtl = 60;

    private int _ttl = InitialTtl;

    public PacketFate Fate { get; private set; }

    public int Hops { get; private set; }

    public void Visit(RoutedMember member)
    {
        if (!member.IsAlive)
        {
            Fate = PacketFate.Lost;
        }
        else if (member == destination)
        {
            Fate = PacketFate.Delivered;
        }
        else if (_ttl == 0)
        {
            Fate = PacketFate.Expired;
        }
        else if (member.Pick(destination.Address, cube, flow) is not { } link)
        {
            Fate = PacketFate.Unroutable;
        }
        else if (!link.IsUp)
        {
            Fate = PacketFate.Lost;
        }
        else
        {
            _ttl--;
            Hops++;
            network.After(network.UpTo(20), () => Visit(link.Other(member)));
        }
    }
}
