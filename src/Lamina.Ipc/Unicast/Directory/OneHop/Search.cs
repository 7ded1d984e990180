using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.OneHop;

/// <summary>One question to the homes of a hash, until one of them knows, all have said no, or time is over.</summary>
internal sealed class Search(NameHash hash, ulong cookie, IDirectorySink sink, Instant started) : IDeferred
{
    private IReadOnlyList<Address> _result = [];

    /// <summary>Who wants to know.</summary>
    public IDirectorySink Sink { get; } = sink;

    /// <summary>What is looked for.</summary>
    public NameHash Hash { get; } = hash;

    /// <summary>Marks the answers.</summary>
    public ulong Cookie { get; } = cookie;

    /// <summary>When it began.</summary>
    public Instant Started { get; } = started;

    /// <summary>True where a home that knows nobody has just seen members come or go.</summary>
    public bool IsUnsettled { get; set; }

    /// <summary>True between two rounds: nobody knew, and the homes are asked once more.</summary>
    public bool IsPausing { get; set; }

    /// <summary>Homes that have not answered.</summary>
    public List<Address> Waiting { get; } = [];

    /// <summary>Transmissions.</summary>
    public int Attempts { get; set; }

    /// <summary>When the question goes out again, or is given up, or the next round begins.</summary>
    public Instant Retransmit { get; set; }

    /// <summary>Tells the sink, through the run queue: it must not hear inside the call that asked.</summary>
    public void Finish(IReadOnlyList<Address> result, RunQueue queue)
    {
        _result = result;
        queue.Post(this);
    }

    /// <inheritdoc/>
    public void RunDeferred(int code, in Train train, Instant now) => Sink.HandleFound(_result, now);
}
