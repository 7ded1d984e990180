using Lamina.Core;
using Lamina.Ipc.Unicast.Control;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>One connect by command: done when each of its flows is, failed with the first that fails.</summary>
internal sealed class ConnectCommand(int flows, RunQueue queue, IOutcomeSink sink)
{
    private int _open = flows;
    private bool _isReported;

    public void HandleOutcome(Outcome outcome)
    {
        _open--;
        if (!_isReported && (_open == 0 || !outcome.IsOk))
        {
            _isReported = true;
            OutcomeNotice.Post(queue, sink, outcome);
        }
    }
}
