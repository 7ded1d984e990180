namespace Lamina.Core;

/// <summary>
/// Hears of rare things inside a stack, for people. Machines do not log: they say here what happened, and who listens decides what
/// becomes of it. Never called per packet. Called inside the domain, within inputs: only note it.
/// </summary>
public interface IStackEvents
{
    /// <summary>Something happened.</summary>
    /// <param name="kind">What.</param>
    /// <param name="subject">To whom: the name of an IPC process, a program, an attached process.</param>
    /// <param name="detail">The rest of the sentence.</param>
    void Handle(StackEventKind kind, string subject, string detail);
}
