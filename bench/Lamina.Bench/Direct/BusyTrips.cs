using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;

namespace Lamina.Bench.Direct;

/// <summary>A flow whose two ends ask again and again: nobody sleeps.</summary>
internal sealed class BusyTrips(Connection connection) : Trips
{
    private readonly byte[] _message = new byte[MessageShape.Short];

    protected override TimeSpan ProcessorTime => base.ProcessorTime + connection.Elsewhere();

    /// <summary>The other end: until the flow ends.</summary>
    public static void Echo(Flow flow)
    {
        byte[] buffer = new byte[MessageShape.Short];
        flow.Read(buffer);
        flow.Write(buffer);
        while (!Read(flow, buffer).IsEndOfFlow)
        {
            flow.Write(buffer);
        }
    }

    public override void Dispose()
    {
        connection.Client.CloseAsync().AsTask().Wait();
        connection.End();
    }

    protected override void Go()
    {
        connection.Client.Write(_message);
        Read(connection.Client, _message);
    }

    private static ReadResult Read(Flow flow, byte[] buffer)
    {
        ReadResult result;
        for (int idle = 0; !flow.TryRead(buffer, out result); idle++)
        {
            // Between two measurements the processor is somebody else's.
            if (idle > 100_000)
            {
                Thread.Sleep(1);
            }
        }

        return result;
    }
}
