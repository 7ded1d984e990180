using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;
using Lamina.Ipc.Udp;

namespace Lamina.Ipc.Tests.Udp;

/// <summary>One member of a <see cref="UdpNet"/>.</summary>
internal sealed record UdpMember(UdpNet Net, TestStack Stack, UdpIpcProcess Process, DatagramPort Port)
{
    /// <summary>Serves a name here.</summary>
    public TestAcceptor Serve(string name)
    {
        TestAcceptor acceptor = Stack.Serve(name);
        Assert.True(Stack.Irm.RegisterInLayer(Name.Parse(name), UdpNet.Layer, Net.Time.Now).IsOk);
        return acceptor;
    }

    public TestSink Ask(string name) => Stack.Ask(name);
}
