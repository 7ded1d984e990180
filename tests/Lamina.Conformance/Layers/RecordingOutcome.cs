using Lamina.Core;
using Lamina.Ipc;

namespace Lamina.Conformance.Layers;

/// <summary>Keeps how an operation or a question ended; may be read on any thread.</summary>
public sealed class RecordingOutcome : IOutcomeSink, IQuerySink
{
    private readonly Lock _lock = new();
    private Outcome _outcome;
    private bool _isReachable;
    private int _answers;

    /// <summary>How often it was told: 0, then 1.</summary>
    public int Answers
    {
        get
        {
            lock (_lock)
            {
                return _answers;
            }
        }
    }

    /// <summary>The outcome, once it was told.</summary>
    public Outcome Outcome
    {
        get
        {
            lock (_lock)
            {
                return _outcome;
            }
        }
    }

    /// <summary>The answer to a question, once it was told.</summary>
    public bool IsReachable
    {
        get
        {
            lock (_lock)
            {
                return _isReachable;
            }
        }
    }

    /// <inheritdoc/>
    public void HandleOutcome(Outcome outcome, Instant now)
    {
        lock (_lock)
        {
            _answers++;
            _outcome = outcome;
        }
    }

    /// <inheritdoc/>
    public void HandleQueryResult(IpcProcess process, bool reachable, Instant now)
    {
        lock (_lock)
        {
            _answers++;
            _isReachable = reachable;
        }
    }
}
