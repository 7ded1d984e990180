using System.Diagnostics;
using Lamina.Core;

namespace Lamina.Tests;

/// <summary>Many bytes through a flow, compared at the other end.</summary>
internal static class Transfer
{
    /// <summary>Sends <paramref name="total"/> bytes as messages and checks each one; returns Gbit/s.</summary>
    public static async Task<double> RunAsync(Flow from, Flow to, long total, int messageLength)
    {
        const ulong Seed = 4711;
        byte[] pattern = new byte[messageLength + 256];
        new SeededRandom(Seed).Fill(pattern);
        long count = total / messageLength;
        var clock = Stopwatch.StartNew();
        Task sending = Task.Factory.StartNew(
            () =>
            {
                for (long i = 0; i < count; i++)
                {
                    from.Write(pattern.AsSpan((int)(i & 255), messageLength));
                }
            },
            TaskCreationOptions.LongRunning);
        Task receiving = Task.Factory.StartNew(
            () =>
            {
                byte[] buffer = new byte[messageLength + 1];
                for (long i = 0; i < count; i++)
                {
                    ReadResult result = to.Read(buffer);
                    bool isIntact = result.IsEndOfMessage
                        && buffer.AsSpan(0, result.Length).SequenceEqual(pattern.AsSpan((int)(i & 255), messageLength));
                    Assert.True(isIntact, $"seed {Seed}: message {i} is not what was written");
                }
            },
            TaskCreationOptions.LongRunning);
        await Task.WhenAll(sending, receiving).WaitAsync(TimeSpan.FromSeconds(60));
        return total * 8 / clock.Elapsed.TotalSeconds / 1e9;
    }
}
