using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;
using Lamina.Ipc.Udp;

namespace Lamina.Ipc.Tests.Udp;

/// <summary>Stacks with one udp member each, on one network in virtual time.</summary>
internal sealed class UdpNet
{
    public const string Layer = "internet";

    public UdpNet() => Network = new DatagramNetwork(Time);

    public VirtualTime Time { get; } = new();

    public DatagramNetwork Network { get; }

    /// <summary>A stack with a member at 10.0.0.<paramref name="host"/>; a second one there replaces the first, as a restart does.</summary>
    public UdpMember Add(byte host, UdpSettings? settings = null) => Add(DatagramNetwork.Endpoint(host), settings ?? With());

    /// <summary>As above, anywhere.</summary>
    public UdpMember Add(UdpEndpoint endpoint, UdpSettings settings)
    {
        var stack = new TestStack(Time);
        DatagramPort port = Network.Open(endpoint, stack.Context);
        var process = new UdpIpcProcess("udp", settings, port, stack.Irm);
        Assert.True(stack.Irm.Add(process).IsOk);
        return new UdpMember(this, stack, process, port);
    }

    public static UdpSettings With(params byte[] peers) =>
        new() { Layer = Layer, IsInsecure = true, Peers = [.. peers.Select(peer => DatagramNetwork.Endpoint(peer))] };

    public void RunFor(long milliseconds) => Time.RunFor(Duration.FromMilliseconds(milliseconds));
}
