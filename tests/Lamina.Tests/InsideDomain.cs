using Lamina.Node;
using Lamina.Node.Driving;

namespace Lamina.Tests;

/// <summary>What tests look at in a stack that runs: its machines have one owner at a time, and a test is one of them.</summary>
internal static class InsideDomain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Looks while nobody else is inside.</summary>
    public static async Task<T> LookAsync<T>(this StackNode node, Func<T> look)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(node.Driver.Post(new OwnedCall(node.Driver, _ => result.SetResult(look()))));
        return await result.Task.WaitAsync(Patience);
    }
}
