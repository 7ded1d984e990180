using Lamina.Core;

namespace Lamina.Node.Attach;

/// <summary>A daemon listens, but the attachment failed; the message says why.</summary>
public sealed class AttachException : Exception
{
    /// <summary>The daemon's own word for it.</summary>
    public AttachException(Outcome outcome)
        : base(outcome.Message) => Outcome = outcome;

    /// <summary>What the daemon said; Failed without words where it said nothing.</summary>
    public Outcome Outcome { get; } = Outcome.Failed("");

    /// <summary>With a reason for a person.</summary>
    public AttachException(string message)
        : base(message)
    {
    }
}
