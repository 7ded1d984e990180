using Lamina.Core;
using Lamina.Wire.Directory;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>One question to one member, sent until it is answered or nobody believes in an answer any more.</summary>
internal abstract class Request(Contact target)
{
    /// <summary>Who is asked.</summary>
    public Contact Target { get; } = target;

    /// <summary>Marks the answer.</summary>
    public ulong Cookie { get; set; }

    /// <summary>Transmissions so far.</summary>
    public int Attempts { get; set; }

    /// <summary>Most transmissions.</summary>
    public abstract int MaxAttempts { get; }

    /// <summary>When it was sent first.</summary>
    public Instant Sent { get; set; }

    /// <summary>When it is sent again, or given up.</summary>
    public Instant Due { get; set; }

    /// <summary>Puts the question into a message that has sender and cookie.</summary>
    public abstract void Write(DirectoryMessage message, Instant now);

    /// <summary>The member has answered.</summary>
    /// <returns>False where the answer is of another kind than the question.</returns>
    public abstract bool TryHandleAnswer(DirectoryMessage answer, Instant now);

    /// <summary>An answer should be here by now; the question goes out again.</summary>
    public virtual void HandleSlow(Instant now)
    {
    }

    /// <summary>No answer will come.</summary>
    public abstract void HandleSilence(Instant now);
}
