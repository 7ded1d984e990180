namespace Lamina.Protocols.Tests.Routing.Networks;

internal enum PacketFate
{
    UnderWay,
    Delivered,
    Unroutable,
    Lost,
    Expired,
}
