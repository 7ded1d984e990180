using Lamina.Bench.Measuring;

namespace Lamina.Bench.Flows;

/// <summary>A flow with blocking calls on both sides, or with calls that never wait.</summary>
internal sealed class FlowTrips : Trips
{
    // What is lost comes back to nobody where nothing is sent again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly byte[] _message = new byte[Work.ShortLength];
    private readonly Connection _connection;
    private readonly bool _isBusy;

    public FlowTrips(Connection connection, Work work)
    {
        _connection = connection;
        _isBusy = work.Kind == WorkKind.BusyTrips;
        connection.Client.ReadTimeout = Patience;
    }

    public override void Dispose() => _connection.Close();

    public override void Go()
    {
        _connection.Client.Write(_message);
        if (_isBusy)
        {
            BusyRead.Read(_connection.Client, _message);
        }
        else
        {
            _connection.Client.Read(_message);
        }
    }

    protected override TimeSpan ProcessorTime => _connection.ProcessorTime();
}
