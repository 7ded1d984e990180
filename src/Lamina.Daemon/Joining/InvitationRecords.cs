namespace Lamina.Daemon.Joining;

/// <summary>The book of invitations on the disk: <c>invitations.json</c>. A secret: who reads it can come in a ticket's stead.</summary>
/// <param name="Schema">Name and version of the file's form.</param>
/// <param name="Invitations">The eldest first.</param>
internal sealed record InvitationRecords(string Schema, IReadOnlyList<InvitationRecord> Invitations)
{
    /// <summary>The form that this version writes and reads.</summary>
    public const string CurrentSchema = "lamina.invitations.file/1";
}
