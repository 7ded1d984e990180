using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Networks;

/// <summary>
/// Two programs, this process and one for each flow's other end, attached to one daemon, or to two that reach each other over
/// udp on loopback.
/// </summary>
internal sealed class AttachedNetwork : IAsyncDisposable
{
    private readonly DaemonProcess[] _daemons;
    private readonly NetworkStack _asking;

    private AttachedNetwork(DaemonProcess[] daemons, NetworkStack asking) => (_daemons, _asking) = (daemons, asking);

    /// <param name="daemons">1 or 2.</param>
    public static async Task<AttachedNetwork> StartAsync(int daemons)
    {
        DaemonProcess serving = DaemonProcess.Start(0, Enum.GetNames<Question>());
        DaemonProcess[] all = daemons == 1 ? [serving] : [serving, DaemonProcess.Start(serving.Port)];
        return new AttachedNetwork(all, await NetworkStack.OpenAsync(all[^1].Directory));
    }

    public async Task<Connection> ConnectAsync(Question question, Board board)
    {
        var peer = new PeerProcess(_daemons[0].Directory, question.ToString(), question, board);
        try
        {
            Flow client = await _asking.AllocateAsync(question.ToString());
            return new Connection(client, peer.Dispose, () => peer.ProcessorTime + _daemons.Aggregate(TimeSpan.Zero, (sum, daemon) => sum + daemon.ProcessorTime));
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _asking.DisposeAsync();
        foreach (DaemonProcess daemon in _daemons.Reverse())
        {
            daemon.Dispose();
        }
    }
}
