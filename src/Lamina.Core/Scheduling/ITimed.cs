namespace Lamina.Core;

/// <summary>A machine with time-outs. It keeps its own table of them, and one <see cref="MachineTimer"/> for the earliest.</summary>
public interface ITimed
{
    /// <summary>Time has come, or not: a call too early changes nothing.</summary>
    void HandleTimeout(Instant now);
}
