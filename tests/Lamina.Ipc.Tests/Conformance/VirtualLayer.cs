using Lamina.Conformance.Layers;
using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Conformance;

/// <summary>A layer in stacks that the test clock drives.</summary>
internal sealed class VirtualLayer(string layer, VirtualStation near, VirtualStation far, VirtualTime time) : LayerUnderTest
{
    private static readonly Duration Step = Duration.FromMilliseconds(5);

    /// <summary>What <see cref="Near"/> stands on, where it is a port.</summary>
    public DatagramPort? Port { get; init; }

    public override string Layer => layer;

    public override Station Near => near;

    public override Station Far => far;

    public override bool IsOneStack => near.Stack == far.Stack;

    public override bool RunsInRealTime => false;

    public override bool CanChoke => Port is not null;

    public override bool RunUntil(Func<bool> condition)
    {
        Instant deadline = time.Now + LongestVirtual;
        time.RunFor(Duration.Zero);
        while (!condition() && time.Now < deadline)
        {
            time.RunFor(Step);
        }

        return condition();
    }

    public override void Choke(bool isChoked) => Near.Do(now =>
    {
        Port!.Credit = isChoked ? 0 : 100_000;
        if (!isChoked)
        {
            Port.User!.HandleWritable(now);
        }
    });
}
