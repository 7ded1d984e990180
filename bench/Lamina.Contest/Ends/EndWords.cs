namespace Lamina.Contest.Ends;

/// <summary>The words between the parent and its children, and where things are.</summary>
internal static class EndWords
{
    /// <summary>Before the name of a congestion control.</summary>
    public const string Tcp = "tcp-";

    public const string Lamina = "lamina";
    public const int TcpPort = 7000;
    public const int UdpPort = 3435;
    public const string Bearer = "ip";
    public const string Layer = "net";
    public const string Member = "net.b";
    public const string Sink = "sink";

    /// <summary>Bytes of one write.</summary>
    public const int WriteSize = 64 * 1024;
}
