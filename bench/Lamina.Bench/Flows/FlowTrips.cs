using Lamina.Bench.Measuring;

namespace Lamina.Bench.Flows;

/// <summary>A flow with blocking calls on both sides.</summary>
internal sealed class FlowTrips(Connection connection) : Trips
{
    private readonly byte[] _message = new byte[MessageShape.Short];

    public override void Dispose()
    {
        connection.Client.CloseAsync().AsTask().Wait();
        connection.End();
    }

    protected override TimeSpan ProcessorTime => base.ProcessorTime + connection.Elsewhere();

    protected override void Go()
    {
        connection.Client.Write(_message);
        connection.Client.Read(_message);
    }
}
