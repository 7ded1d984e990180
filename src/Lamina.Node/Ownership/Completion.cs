using Lamina.Bearers.Rings;

namespace Lamina.Node.Ownership;

/// <summary>
/// What a domain owes to somebody outside: a reader to resume, a task to complete. It runs after ownership is released.
/// <para>
/// The list of a domain is bounded by construction: an object is in it at most once, and one that is asked for again
/// before it ran runs once for both. Every request is followed by a run that sees what was stored before the request. Runs
/// of one object may overlap, when a second owner asks while the first is still inside: a run takes what it delivers
/// atomically, and must not rely on being alone.
/// </para>
/// </summary>
public abstract class Completion
{
    private uint _queued;

    internal Completion? Next { get; set; }

    /// <summary>Delivers. An exception that escapes ends the domain.</summary>
    protected internal abstract void Run();

    /// <summary>True: the caller links it. False: it is linked, and its run comes after this call.</summary>
    internal bool TryQueue<TStep>()
        where TStep : struct, IStepper
        => TStep.Exchange(ref _queued, 1) == 0;

    // Exchanges on both sides, so that a request that found the flag up comes before the run in every thread's eyes.
    internal void Unqueue<TStep>()
        where TStep : struct, IStepper
        => TStep.Exchange(ref _queued, 0);
}
