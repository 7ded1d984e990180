using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory;

/// <summary>One question to the homes of a hash, until one of them knows, all have said no, or time is over.</summary>
internal sealed class Search(NameHash hash, ulong cookie, IDirectorySink sink) : IDeferred
{
    private IReadOnlyList<Address> _result = [];

    /// <summary>What is looked for.</summary>
    public NameHash Hash { get; } = hash;

    /// <summary>Marks the answers.</summary>
    public ulong Cookie { get; } = cookie;

    /// <summary>Homes that have not answered.</summary>
    public List<Address> Waiting { get; } = [];

    /// <summary>Transmissions.</summary>
    public int Attempts { get; set; }

    /// <summary>When the question goes out again, or is given up.</summary>
    public Instant Retransmit { get; set; }

    /// <summary>Tells the sink, through the run queue: it must not hear inside the call that asked.</summary>
    public void Finish(IReadOnlyList<Address> result, RunQueue queue)
    {
        _result = result;
        queue.Post(this);
    }

    /// <inheritdoc/>
    public void RunDeferred(int code, in Train train, Instant now) => sink.HandleFound(_result, now);
}
