namespace Lamina.Daemon.Hosting.State;

/// <summary>The members of a stack, over all runs of its daemon: <c>members.json</c>.</summary>
/// <param name="Schema">Name and version of the file's form.</param>
/// <param name="Members">Each IPC process in each layer that it was in, once.</param>
public sealed record MemberRecords(string Schema, IReadOnlyList<MemberRecord> Members)
{
    /// <summary>The form that this version writes and reads.</summary>
    public const string CurrentSchema = "lamina.members/1";
}
