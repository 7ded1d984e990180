using System.Diagnostics;
using System.Numerics;
using Lamina.Fuzz.Mutation;
using Lamina.Fuzz.Targets;

namespace Lamina.Fuzz.Running;

/// <summary>Gives a target its corpus, then inputs by seed, and judges each execution.</summary>
internal sealed class FuzzRun
{
    private const int RenewEvery = 2000;
    private const int ExamineEvery = 1000;
    private const int MemoryStep = 64;

    private readonly FuzzTarget _target;
    private readonly Watchdog? _watchdog;
    private readonly InputSource _inputs;
    private readonly Corpus _corpus;
    private readonly HashSet<(int Outcome, long Memory, int Length)> _behaviours = [];
    private readonly List<byte[]> _history = [];
    private long _executions;
    private long _accepted;
    private long _worstBytes;
    private int _worstInput;
    private long _worstTicks;

    public FuzzRun(FuzzTarget target, ulong seed, Watchdog? watchdog = null)
    {
        _target = target;
        _watchdog = watchdog;
        _inputs = new InputSource(target, seed);
        _corpus = Corpus.Of(target);
    }

    /// <summary>Hears of inputs that showed something new, while it runs; null: nobody listens.</summary>
    public Action<byte[]>? Found { get; init; }

    /// <summary>Runs the corpus, and then so many inputs.</summary>
    /// <exception cref="FuzzFinding">An input was too much.</exception>
    public FuzzResult Run(long executions)
    {
        long begun = Stopwatch.GetTimestamp();
        List<byte[]> first = [.. _corpus.Lines.Select(line => line.Input), .. _target.Samples()];

        Renew();

        // Once before it counts: what is set up with the first call is nobody's allocation.
        foreach (byte[] input in first)
        {
            _history.Add(input);
            Execute(input, isFirst: true);
            _inputs.Keep(input);
        }

        Renew();
        _worstTicks = 0;
        foreach (byte[] input in first)
        {
            Step(input);
        }

        while (_executions < executions)
        {
            Step(_inputs.Next());
        }

        _target.Examine();
        return new(
            _executions, _accepted, _corpus.Lines.Count, _behaviours.Count, _worstBytes, _worstInput,
            Stopwatch.GetElapsedTime(0, _worstTicks), Stopwatch.GetElapsedTime(begun));
    }

    private void Step(byte[] input)
    {
        if (_target.IsStateless || _history.Count >= RenewEvery)
        {
            Renew();
        }

        _history.Add(input);
        (int outcome, long memory) = Execute(input, isFirst: false);
        _accepted += outcome > 0 ? 1 : 0;
        if (_behaviours.Add((outcome, memory / MemoryStep, BitOperations.Log2((uint)input.Length + 1))))
        {
            _inputs.Keep(input);
            Found?.Invoke(input);
        }

        if (++_executions % ExamineEvery == 0)
        {
            Examine();
        }
    }

    private void Renew()
    {
        _history.Clear();
        _target.Renew();
    }

    private (int Outcome, long Memory) Execute(byte[] input, bool isFirst)
    {
        _watchdog?.Begin(_target, input);
        long begun = Stopwatch.GetTimestamp();
        long before = GC.GetAllocatedBytesForCurrentThread();
        int outcome;
        try
        {
            outcome = _target.Run(input);
        }
        catch (Exception failure)
        {
            throw new FuzzFinding($"{failure.GetType().Name}: {failure.Message}", [.. _history], failure);
        }

        long memory = GC.GetAllocatedBytesForCurrentThread() - before;
        long ticks = Stopwatch.GetTimestamp() - begun;
        _watchdog?.End();
        _worstTicks = Math.Max(_worstTicks, ticks);
        if (isFirst)
        {
            return (outcome, memory);
        }

        if (memory > _target.MostAllocated(input.Length))
        {
            throw new FuzzFinding($"{memory} bytes allocated for an input of {input.Length}, {_target.MostAllocated(input.Length)} at most", [.. _history]);
        }

        if (memory > _worstBytes)
        {
            (_worstBytes, _worstInput) = (memory, input.Length);
        }

        return (outcome, memory);
    }

    private void Examine()
    {
        try
        {
            _target.Examine();
        }
        catch (Exception failure)
        {
            throw new FuzzFinding(failure.Message, [.. _history], failure);
        }
    }
}
