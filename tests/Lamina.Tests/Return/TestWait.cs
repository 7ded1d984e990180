namespace Lamina.Tests.Return;

/// <summary>Waiting for a condition.</summary>
internal static class TestWait
{
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(5, patience.Token);
        }
    }
}
