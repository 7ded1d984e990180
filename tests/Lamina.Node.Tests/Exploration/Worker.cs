namespace Lamina.Node.Tests.Exploration;

/// <summary>A real thread that is lent to one schedule after the other: thousands of them start no thousands of threads.</summary>
internal sealed class Worker : IDisposable
{
    private readonly SemaphoreSlim _gate = new(0);
    private readonly Thread _thread;
    private Action? _job;
    private volatile bool _stop;

    public Worker()
    {
        _thread = new Thread(Loop) { IsBackground = true };
        _thread.Start();
    }

    public void Give(Action job) => _job = job;

    public void Resume() => _gate.Release();

    public void Pause() => _gate.Wait();

    public void Dispose()
    {
        _stop = true;
        _gate.Release();
        _thread.Join();
        _gate.Dispose();
    }

    private void Loop()
    {
        while (true)
        {
            _gate.Wait();
            if (_stop)
            {
                return;
            }

            _job!();
        }
    }
}
