using Lamina.Bench.Measuring;

namespace Lamina.Bench.Flows;

/// <summary>A flow with blocking calls on both sides, or with calls that never wait.</summary>
internal sealed class FlowTrips : Trips
{
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

    protected override TimeSpan ProcessorTime => _connection.ProcessorTime();

    protected override bool TryGo()
    {
        _connection.Client.Write(_message);
        return _isBusy ? BusyRead.Read(_connection.Client, _message, (int)Patience.TotalMilliseconds) is not null : TryReadBlocked();
    }

    private bool TryReadBlocked()
    {
        try
        {
            _connection.Client.Read(_message);
            return true;
        }
        catch (LaminaException failure) when (failure.Error == LaminaError.Timeout)
        {
            return false;
        }
    }
}
