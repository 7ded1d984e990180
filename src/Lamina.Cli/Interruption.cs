using System.Runtime.InteropServices;

namespace Lamina.Cli;

/// <summary>
/// SIGINT and SIGTERM, as a token for the whole process. A command gets a while to say what it has to say at its end
/// (statistics, warnings); a second signal ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    // Never disposed of: a signal may be in another thread's hands when the command has just ended.
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _onInterrupt;
    private readonly PosixSignalRegistration _onTerm;
    private int _signals;

    public Interruption()
    {
        _onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _onInterrupt.Dispose();
        _onTerm.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref _signals) > 1)
        {
            return;
        }

        context.Cancel = true;
        // Not on the signal's thread: whoever waits for the token may go on there.
        _ = _source.CancelAsync();
        _ = EndAfterPatienceAsync();
    }

    private static async Task EndAfterPatienceAsync()
    {
        await Task.Delay(Patience);
        Environment.Exit(ExitCode.Interrupted);
    }
}
