using System.Runtime.ExceptionServices;
using Lamina.Conformance.Layers;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node;
using Lamina.Node.Driving;
using Lamina.Node.Management;

namespace Lamina.Conformance.Nodes;

/// <summary>A member in a real stack, and a program that is in the same process as the stack, or attached to it.</summary>
/// <param name="node">The stack.</param>
/// <param name="program">The program: the stack itself, or an attachment to it.</param>
/// <param name="member">Name of the member.</param>
public sealed class NodeStation(StackNode node, IStackHost program, string member) : Station
{
    /// <inheritdoc/>
    public override IFlowService Flows => program.Flows;

    /// <inheritdoc/>
    public override int FlowCount => (int)(Wait(node.Management.Inspection.ReadAsync(member, (process, _) => (object)process.FlowCount)) ?? 0);

    /// <inheritdoc/>
    public override Holdings Holdings => From(Wait(node.Management.Inspection.GetUseAsync()));

    /// <inheritdoc/>
    public override Holdings Leaked => program == node
        ? From(node.Leaked)
        : new Holdings(0, program.Driver.Context.Pool.RentedCount, program.Driver.Context.Timers.Count);

    /// <inheritdoc/>
    public override void Do(Action<Instant> call)
    {
        var done = new TaskCompletionSource<ExceptionDispatchInfo?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(program.Driver.Post(new OwnedCall(program.Driver, now =>
        {
            // A fact that fails inside is not a fault of the stack.
            try
            {
                call(now);
                done.SetResult(null);
            }
            catch (Exception failure)
            {
                done.SetResult(ExceptionDispatchInfo.Capture(failure));
            }
        })));
        Wait(done.Task)?.Throw();
    }

    /// <inheritdoc/>
    public override Outcome Register(string name) => Wait(node.Management.Names.RegisterAtAsync(Name.Parse(name), member));

    /// <inheritdoc/>
    public override Outcome Unregister(string name) => Wait(node.Management.Names.UnregisterAtAsync(Name.Parse(name), member));

    /// <inheritdoc/>
    public override void Query(string name, IQuerySink sink) => Wait(node.Management.Inspection.ReadAsync(member, (process, now) =>
    {
        process.Query(NameHash.Of(Name.Parse(name), process.HashAlgorithm), sink, now);
        return "";
    }));

    /// <inheritdoc/>
    public override Outcome Leave() => Wait(node.Management.Ipcps.DestroyAsync(member));

    /// <inheritdoc/>
    public override void Stop() => program.StopAsync().Wait(LayerUnderTest.LongestReal);

    private static Holdings From(StackUse use) => new(use.Flows, use.Buffers, use.Timers);

    private static T Wait<T>(Task<T> task)
    {
        Assert.True(task.Wait(LayerUnderTest.LongestReal), "a call into the stack did not return");
        return task.Result;
    }
}
