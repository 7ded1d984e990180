using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Conformance;

/// <summary>A layer with two members, made by whoever tests a kind of IPC process.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Near">The stack that asks.</param>
/// <param name="Far">The stack that serves; the same one for a layer inside one stack.</param>
/// <param name="NearProcess">The member in <paramref name="Near"/>.</param>
/// <param name="FarProcess">The member in <paramref name="Far"/>.</param>
/// <param name="Time">What drives both.</param>
public sealed record LayerUnderTest(
    string Layer, TestStack Near, TestStack Far, IpcProcess NearProcess, IpcProcess FarProcess, VirtualTime Time)
{
    /// <summary>Lets time pass that suffices for an answer from the other end.</summary>
    public void Settle() => Time.RunFor(Duration.FromSeconds(1));

    /// <summary>Lets time pass until nobody waits for anything any more.</summary>
    public void RunOut() => Time.RunFor(Duration.FromSeconds(60));
}
