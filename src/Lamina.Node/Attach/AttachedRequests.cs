using System.Diagnostics.CodeAnalysis;
using Lamina.Core;
using Lamina.Ipc;

namespace Lamina.Node.Attach;

/// <summary>What a program asked its daemon for and has no answer to yet, and the names it listens to.</summary>
internal sealed class AttachedRequests
{
    private readonly Dictionary<uint, IAllocationSink> _allocations = [];
    private readonly Dictionary<uint, (Name Name, IOutcomeSink Sink)> _bindings = [];
    private readonly Dictionary<Name, (IFlowAcceptor Acceptor, IOutcomeSink Sink)> _listeners = [];
    private readonly List<Name> _listenersByAge = [];
    private RunQueue? _runQueue;
    private uint _lastNumber;

    public uint Add(IAllocationSink sink, RunQueue runQueue)
    {
        _runQueue = runQueue;
        _allocations.Add(++_lastNumber, sink);
        return _lastNumber;
    }

    public bool TryAddListener(Name name, IFlowAcceptor acceptor, IOutcomeSink sink, out uint number)
    {
        number = 0;
        if (!_listeners.TryAdd(name, (acceptor, sink)))
        {
            return false;
        }

        _listenersByAge.Add(name);
        number = ++_lastNumber;
        _bindings.Add(number, (name, sink));
        return true;
    }

    /// <summary>
    /// Who gets flows for a name: its listener; for a name that somebody else bound this process to, the one that was opened first.
    /// </summary>
    public bool TryGetListener(Name name, [NotNullWhen(true)] out IFlowAcceptor? acceptor)
    {
        acceptor = _listeners.TryGetValue(name, out (IFlowAcceptor Acceptor, IOutcomeSink Sink) known)
            || (_listenersByAge.Count > 0 && _listeners.TryGetValue(_listenersByAge[0], out known)) ? known.Acceptor : null;
        return acceptor is not null;
    }

    /// <summary>The names that the program listens to, the oldest first.</summary>
    public IReadOnlyList<Name> Names => _listenersByAge;

    /// <summary>A name is to be bound again, by a daemon that knows nothing of it; its sink hears once more, how that ended.</summary>
    /// <returns>False: nobody listens to it any more.</returns>
    public bool TryBindAgain(Name name, out uint number)
    {
        number = 0;
        if (!_listeners.TryGetValue(name, out (IFlowAcceptor Acceptor, IOutcomeSink Sink) known))
        {
            return false;
        }

        number = ++_lastNumber;
        _bindings.Add(number, (name, known.Sink));
        return true;
    }

    /// <summary>A number for another request.</summary>
    public uint NextNumber() => ++_lastNumber;

    public bool RemoveListener(Name name, IFlowAcceptor acceptor) =>
        _listeners.TryGetValue(name, out (IFlowAcceptor Acceptor, IOutcomeSink Sink) known) && known.Acceptor == acceptor && RemoveListener(name);

    /// <summary>The daemon still answers; what it gives is closed at once.</summary>
    /// <returns>False where it has answered.</returns>
    public bool TryWithdraw(IAllocationSink sink, out uint number)
    {
        foreach ((uint candidate, IAllocationSink known) in _allocations)
        {
            if (known == sink)
            {
                number = candidate;
                _allocations[candidate] = WithdrawnAllocation.Instance;
                return true;
            }
        }

        number = 0;
        return false;
    }

    public bool TryTake(uint number, [NotNullWhen(true)] out IAllocationSink? sink) => _allocations.Remove(number, out sink);

    public bool TryRefuse(uint number, CloseReason reason, Instant now)
    {
        if (!_allocations.Remove(number, out IAllocationSink? sink))
        {
            return false;
        }

        sink.HandleRefused(reason, now);
        return true;
    }

    /// <summary>Refuses from the run queue: no sink is called inside the call that it was passed to.</summary>
    public void Refuse(uint number, CloseReason reason)
    {
        if (_allocations.Remove(number, out IAllocationSink? sink))
        {
            _runQueue!.Post(new Later(now => sink.HandleRefused(reason, now)));
        }
    }

    /// <summary>As <see cref="Refuse"/>, for a binding.</summary>
    public static void Fail(IOutcomeSink sink, Outcome outcome, RunQueue runQueue) =>
        runQueue.Post(new Later(now => sink.HandleOutcome(outcome, now)));

    public bool TryComplete(uint number, Outcome outcome, Instant now)
    {
        if (!_bindings.Remove(number, out (Name Name, IOutcomeSink Sink) binding))
        {
            return false;
        }

        if (!outcome.IsOk)
        {
            RemoveListener(binding.Name);
        }

        binding.Sink.HandleOutcome(outcome, now);
        return true;
    }

    /// <summary>Nobody answers any more: allocations fail, names wait for <see cref="TryBindAgain"/>.</summary>
    public void HandleLoss(CloseReason reason, Instant now)
    {
        _bindings.Clear();
        foreach (uint number in _allocations.Keys.ToArray())
        {
            TryRefuse(number, reason, now);
        }
    }

    public void FailAll(CloseReason reason, Outcome outcome, Instant now)
    {
        foreach (uint number in _allocations.Keys.ToArray())
        {
            TryRefuse(number, reason, now);
        }

        foreach (uint number in _bindings.Keys.ToArray())
        {
            TryComplete(number, outcome, now);
        }

        _listeners.Clear();
        _listenersByAge.Clear();
    }

    private bool RemoveListener(Name name) => _listeners.Remove(name) && _listenersByAge.Remove(name);

    private sealed class Later(Action<Instant> call) : IDeferred
    {
        public void RunDeferred(int code, in Train train, Instant now) => call(now);
    }
}
