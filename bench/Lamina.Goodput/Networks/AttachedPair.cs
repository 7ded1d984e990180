namespace Lamina.Goodput.Networks;

/// <summary>Two daemons in processes of their own over udp on loopback; this process is attached to both.</summary>
internal sealed class AttachedPair : IAsyncDisposable
{
    private readonly DaemonProcess _servingDaemon;
    private readonly DaemonProcess _askingDaemon;
    private readonly NetworkStack _serving;
    private readonly NetworkStack _asking;

    private AttachedPair(DaemonProcess servingDaemon, DaemonProcess askingDaemon, NetworkStack serving, NetworkStack asking) =>
        (_servingDaemon, _askingDaemon, _serving, _asking) = (servingDaemon, askingDaemon, serving, asking);

    /// <summary>Processor time of both daemons.</summary>
    public TimeSpan ProcessorTime => _servingDaemon.ProcessorTime + _askingDaemon.ProcessorTime;

    public static async Task<AttachedPair> StartAsync(params string[] names)
    {
        DaemonProcess servingDaemon = DaemonProcess.Start(0, names);
        DaemonProcess askingDaemon = DaemonProcess.Start(servingDaemon.Port);
        return new AttachedPair(
            servingDaemon,
            askingDaemon,
            await NetworkStack.OpenAsync(servingDaemon.Directory),
            await NetworkStack.OpenAsync(askingDaemon.Directory));
    }

    /// <summary>Both ends of a new flow to a name that the serving daemon has.</summary>
    public async Task<(Lamina.Flow Client, Lamina.Flow Server)> OpenAsync(string name)
    {
        FlowListener listener = await _serving.ListenAsync(name);
        Task<Lamina.Flow> accepting = listener.AcceptAsync();
        Lamina.Flow client = await _asking.AllocateAsync(name);
        return (client, await accepting);
    }

    public async ValueTask DisposeAsync()
    {
        await _asking.DisposeAsync();
        await _serving.DisposeAsync();
        _askingDaemon.Dispose();
        _servingDaemon.Dispose();
    }
}
