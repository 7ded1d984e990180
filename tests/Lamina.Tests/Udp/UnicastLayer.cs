using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Node.Management;

namespace Lamina.Tests.Udp;

/// <summary>A unicast layer of two stacks that share a layer already.</summary>
internal static class UnicastLayer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Makes it at the first stack, and the second one joins; the names are registered at the first.</summary>
    /// <param name="first">Makes the layer.</param>
    /// <param name="second">Joins it.</param>
    /// <param name="layer">Its name; also that of the IPC processes.</param>
    /// <param name="member">Name of the first member, registered in the layer below.</param>
    /// <param name="lowerMaxPacketSize">What the layer below carries.</param>
    /// <param name="names">What the first one serves.</param>
    public static Task MakeAsync(
        StackManagement first, StackManagement second, string layer, string member, int lowerMaxPacketSize, params string[] names) =>
        MakeAsync(
            first,
            second,
            new UnicastParameters(Name.Parse(layer)) { IsInsecure = true, LowerMaxPacketSize = lowerMaxPacketSize },
            member,
            names);

    /// <summary>As above; all else of the layer is in its parameters.</summary>
    public static async Task MakeAsync(
        StackManagement first, StackManagement second, UnicastParameters parameters, string member, params string[] names)
    {
        string layer = parameters.Layer.Value;
        Name memberName = Name.Parse(member);
        TestStacks.AssertOk(await first.Ipcps.CreateAsync(layer, IpcProcessKind.Unicast));
        TestStacks.AssertOk(await first.Ipcps.BootstrapUnicastAsync(layer, parameters));
        TestStacks.AssertOk(await first.Names.BindIpcpAsync(memberName, layer));
        TestStacks.AssertOk(await second.Ipcps.CreateAsync(layer, IpcProcessKind.Unicast));
        TestStacks.AssertOk(await second.Ipcps.EnrolAsync(layer, new EnrolmentParameters(memberName) { IsInsecure = true }));
        TestStacks.AssertOk(await second.Ipcps.ConnectAsync(layer, memberName, ConnectionComponents.All));
        foreach (string name in names)
        {
            TestStacks.AssertOk(await first.Names.RegisterAsync(Name.Parse(name), layer));
        }
    }

    /// <summary>Allocates a flow as soon as routes and directory entries have spread, in their own time.</summary>
    public static async Task<Flow> AllocateWhenKnownAsync(NetworkStack stack, string name, string layer, QosSpec? qos = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await stack.AllocateAsync(name, qos, layer: layer, cancellationToken: patience.Token);
            }
            catch (LaminaException failure) when (failure.Error == LaminaError.NameUnknown)
            {
                patience.Token.ThrowIfCancellationRequested();
            }
        }
    }
}
