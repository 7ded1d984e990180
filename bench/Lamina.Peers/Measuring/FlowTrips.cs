using System.Globalization;
using Lamina.Core;

namespace Lamina.Peers.Measuring;

/// <summary>Round trips of 64 bytes over a flow of QoS data, with blocking calls of the library: this program once more, on either host.</summary>
internal static class FlowTrips
{
    public const string ServeCommand = "flow-echo";
    public const string Command = "flow-trips";
    public const string Name = "trips";

    /// <summary>Runs the command, if it is one of these.</summary>
    public static int? Run(string[] args) => args switch
    {
        [ServeCommand, var stack] => Serve(stack),
        [Command, var stack, var layer, var seconds] => Measure(stack, layer, double.Parse(seconds, CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static int Serve(string directory)
    {
        using NetworkStack stack = NetworkStack.OpenAsync(directory).GetAwaiter().GetResult();
        FlowListener listener = stack.ListenAsync(Name).GetAwaiter().GetResult();
        while (true)
        {
            Flow flow = listener.AcceptAsync().GetAwaiter().GetResult();
            new Thread(() => Answer(flow)) { IsBackground = true }.Start();
        }
    }

    private static void Answer(Flow flow)
    {
        using (flow)
        {
            byte[] message = new byte[EchoTrips.Length];
            while (!flow.Read(message).IsEndOfFlow)
            {
                flow.Write(message);
            }
        }
    }

    private static int Measure(string directory, string layer, double seconds)
    {
        using NetworkStack stack = NetworkStack.OpenAsync(directory).GetAwaiter().GetResult();
        using Flow flow = stack.AllocateAsync(Name, QosSpec.Data, layer: layer).GetAwaiter().GetResult();
        byte[] message = new byte[EchoTrips.Length];
        return Trips.Run(seconds, () =>
        {
            flow.Write(message);
            return !flow.Read(message).IsEndOfFlow;
        });
    }
}
