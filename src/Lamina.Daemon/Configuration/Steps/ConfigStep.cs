using Lamina.Core;
using Lamina.Daemon.Configuration.Text;
using Lamina.Daemon.Control;

namespace Lamina.Daemon.Configuration.Steps;

/// <summary>What one command would do. Two steps with the same <see cref="Key"/> and <see cref="Text"/> are the same.</summary>
/// <param name="position">Where the file says it.</param>
public abstract class ConfigStep(ConfigPosition position)
{
    /// <summary>Where the file says it.</summary>
    public ConfigPosition Position { get; } = position;

    /// <summary>What it is about: a stack has each once.</summary>
    public abstract string Key { get; }

    /// <summary>What it says about that.</summary>
    public abstract string Text { get; }

    /// <summary>As a person reads it: "enrolment of net.b".</summary>
    public abstract string Description { get; }

    /// <summary>The IPC processes that take its effect along when they end.</summary>
    public virtual IReadOnlyList<string> Owners => [];

    /// <summary>True where it depends on other hosts: it is repeated until it succeeds, and its failure fails nothing else.</summary>
    public virtual bool IsPatient => false;

    /// <summary>True where doing another step with the same key takes this one back: between the two nothing is open.</summary>
    public virtual bool IsOverwritten => false;

    /// <summary>Does it.</summary>
    public abstract ValueTask<Outcome> DoAsync(IStackControl stack, CancellationToken cancel);

    /// <summary>Takes it back; what is not there any more is not found.</summary>
    public abstract ValueTask<Outcome> UndoAsync(IStackControl stack, CancellationToken cancel);

    /// <summary>True where nothing need be done for this step once the other one is done.</summary>
    public bool IsSameAs(ConfigStep other) => Key == other.Key && Text == other.Text;
}
