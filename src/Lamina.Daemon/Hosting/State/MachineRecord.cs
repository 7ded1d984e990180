namespace Lamina.Daemon.Hosting.State;

/// <summary>Where an identity was made: <c>machine.json</c>. A copy of the directory finds itself elsewhere.</summary>
/// <param name="Schema">Name and version of the file's form.</param>
/// <param name="Machine">A hash of the machine's id; empty where it has none.</param>
/// <param name="Directory">The number of the state directory on its disk; null where the system does not say.</param>
/// <param name="Noted">When this was written.</param>
public sealed record MachineRecord(string Schema, string Machine, ulong? Directory, DateTimeOffset Noted)
{
    /// <summary>The form that this version writes and reads.</summary>
    public const string CurrentSchema = "lamina.machine/1";
}
