using System.Text;
using Lamina;

namespace KeyValue;

/// <summary>The whole sample in one process: a server, eight clients that write side by side, and one that watches.</summary>
internal static class Tour
{
    private const int Clients = 8;
    private const int KeysOfEach = 100;

    public static async Task RunAsync(NetworkStack stack, string name, CancellationToken cancel)
    {
        await using Server server = await Server.StartAsync(stack, name);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task serving = server.RunAsync(stop.Token);
        await using (Client reader = await Client.ConnectAsync(stack, name, cancel))
        {
            await using IAsyncEnumerator<Change> changes = reader.WatchAsync("client3.", cancel).GetAsyncEnumerator(cancel);
            // Asks at once; the first change ends it.
            ValueTask<bool> watching = changes.MoveNextAsync();
            await reader.PutAsync("colour", "blue"u8.ToArray(), cancel);
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => PutAllAsync(stack, name, $"client{client}", cancel)));
            int seen = 0;
            while (await watching && ++seen < KeysOfEach)
            {
                watching = changes.MoveNextAsync();
            }

            Console.WriteLine($"{Clients} clients put {KeysOfEach} values each; one that watched client3 saw {seen}");
            Console.WriteLine($"colour is {Encoding.UTF8.GetString(await reader.GetAsync("colour", cancel) ?? [])}");
            Console.WriteLine($"there are {await reader.ListAsync("", cancel).CountAsync(cancel)} keys");
            Console.WriteLine($"colour deleted: {await reader.DeleteAsync("colour", cancel)}; once more: {await reader.DeleteAsync("colour", cancel)}");
        }

        await stop.CancelAsync();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancel.ThrowIfCancellationRequested();
    }

    // All requests are under way at once.
    private static async Task PutAllAsync(NetworkStack stack, string name, string prefix, CancellationToken cancel)
    {
        await using Client client = await Client.ConnectAsync(stack, name, cancel);
        await Task.WhenAll(Enumerable.Range(0, KeysOfEach).Select(i => client.PutAsync($"{prefix}.{i}", BitConverter.GetBytes(i), cancel)));
    }
}
