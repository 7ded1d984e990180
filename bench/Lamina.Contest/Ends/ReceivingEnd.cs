using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lamina.Contest.Links;
using Lamina.Core;

namespace Lamina.Contest.Ends;

/// <summary>Counts what comes, the same way for both: so many seconds, after a third of that has passed.</summary>
internal static class ReceivingEnd
{
    public const string Command = "receive";

    public static async Task<int> RunAsync(string congestion)
    {
        using var listener = new TcpListener(IPAddress.Parse(ContestHosts.RightAddress), EndWords.TcpPort);
        listener.Start();
        await using NetworkStack stack = await LayerSetup.FoundAsync(ContestHosts.RightAddress, congestion);
        await using FlowListener flows = await stack.ListenAsync(EndWords.Sink);
        LayerSetup.Check(await stack.Management.Names.RegisterAsync(Name.Parse(EndWords.Sink), EndWords.Layer));
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } turn)
        {
            string[] words = turn.Split(' ');
            double seconds = double.Parse(words[1], CultureInfo.InvariantCulture);
            double rate;
            if (words[0].StartsWith(EndWords.Tcp, StringComparison.Ordinal))
            {
                using TcpClient client = await listener.AcceptTcpClientAsync();
                using NetworkStream stream = client.GetStream();
                rate = Count(stream, seconds);
            }
            else
            {
                await using Flow flow = await flows.AcceptAsync();
                using Stream stream = flow.AsStream();
                rate = Count(stream, seconds);
            }

            Console.WriteLine(rate.ToString(CultureInfo.InvariantCulture));
        }

        return 0;
    }

    // Mbit/s.
    private static double Count(Stream stream, double seconds)
    {
        byte[] buffer = new byte[EndWords.WriteSize];
        long began = 0;
        long counted = 0;
        double elapsed = 0;
        try
        {
            int length;
            while (elapsed < seconds * 4 / 3 && (length = stream.Read(buffer)) > 0)
            {
                began = began == 0 ? Stopwatch.GetTimestamp() : began;
                elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
                counted += elapsed >= seconds / 3 ? length : 0;
            }
        }
        catch (IOException)
        {
            // The sender has gone: what came counts.
        }

        return counted * 8 / 1e6 / seconds;
    }
}
