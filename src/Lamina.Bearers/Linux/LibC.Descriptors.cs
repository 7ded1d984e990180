namespace Lamina.Bearers.Linux;

internal static unsafe partial class LibC
{
    public const int SolIp = 0;
    public const int IpMtuDiscover = 10;
    public const int SolIpV6 = 41;
    public const int IpV6MtuDiscover = 23;
    public const int PathMtuDiscoveryOff = 0;
    public const int PathMtuDiscoveryProbe = 3;

    public const int SolSocket = 1;
    public const int PeerCredentials = 17;
    public const int ReceiveBufferForce = 33;
    public const int Rights = 1;
    public const int MsgControlTruncated = 0x8;
    public const int MsgCloseOnExec = 0x40000000;
}
