namespace Lamina.Core;

/// <summary>The machine behind an <see cref="IDatagramPort"/>.</summary>
public interface IDatagramUser
{
    /// <summary>Datagrams from one peer came; the train is lent (see <see cref="IFlowUser.HandleTrain"/>).</summary>
    void HandleDatagrams(in Train train, in UdpEndpoint from, Instant now);

    /// <summary>Credit was 0 and is not any more.</summary>
    void HandleWritable(Instant now);
}
