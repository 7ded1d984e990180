using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Lamina.Contest.Links;
using Lamina.Core;

namespace Lamina.Contest.Ends;

/// <summary>Writes as fast as it may, the same way for both.</summary>
internal static class SendingEnd
{
    public const string Command = "send";

    public static async Task<int> RunAsync()
    {
        await using NetworkStack stack = await LayerSetup.JoinAsync(ContestHosts.LeftAddress, ContestHosts.RightAddress);
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } turn)
        {
            string[] words = turn.Split(' ');
            double seconds = double.Parse(words[1], CultureInfo.InvariantCulture);
            if (words[0].StartsWith(EndWords.Tcp, StringComparison.Ordinal))
            {
                using TcpClient client = Connect(words[0][EndWords.Tcp.Length..]);
                using NetworkStream stream = client.GetStream();
                Write(stream, seconds);
            }
            else
            {
                using Flow flow = await AllocateAsync(stack);
                using Stream stream = flow.AsStream(leaveOpen: true);
                Write(stream, seconds);
            }

            Console.WriteLine("done");
        }

        return 0;
    }

    private static TcpClient Connect(string control)
    {
        const int TcpLevel = 6;
        const int CongestionControl = 13;
        var client = new TcpClient(AddressFamily.InterNetwork) { LingerState = new LingerOption(true, 0) };
        client.Client.SetRawSocketOption(TcpLevel, CongestionControl, Encoding.ASCII.GetBytes(control));
        client.Connect(ContestHosts.RightAddress, EndWords.TcpPort);
        return client;
    }

    // Until the receiver has counted: it leaves, or a little later than it may need.
    private static void Write(Stream stream, double seconds)
    {
        byte[] block = new byte[EndWords.WriteSize];
        Random.Shared.NextBytes(block);
        long began = Stopwatch.GetTimestamp();
        stream.WriteTimeout = (int)(seconds * 4000);
        try
        {
            while (Stopwatch.GetElapsedTime(began).TotalSeconds < (seconds * 4 / 3) + 1)
            {
                stream.Write(block);
            }
        }
        catch (IOException)
        {
            // The receiver has what it wanted.
        }
    }

    private static async Task<Flow> AllocateAsync(NetworkStack stack)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                return await stack.AllocateAsync(EndWords.Sink, QosSpec.Data, layer: EndWords.Layer, cancellationToken: patience.Token);
            }
            catch (LaminaException) when (!patience.IsCancellationRequested)
            {
                await Task.Delay(100, patience.Token);
            }
        }
    }
}
