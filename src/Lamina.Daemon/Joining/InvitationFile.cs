using System.Text.Json;
using Lamina.Daemon.Hosting.State;
using Lamina.Security.Tickets;

namespace Lamina.Daemon.Joining;

/// <summary>The book of invitations of a state directory. One daemon has the directory, and so the book.</summary>
internal sealed class InvitationFile(string state)
{
    private string Path => System.IO.Path.Combine(state, "invitations.json");

    /// <summary>The book as it was left; empty where there is none yet.</summary>
    /// <exception cref="StatePlaceException">It is damaged: nobody guesses which invitations are used up.</exception>
    public InvitationBook Read()
    {
        if (!File.Exists(Path))
        {
            return InvitationBook.Empty;
        }

        try
        {
            InvitationRecords? records = JsonSerializer.Deserialize(File.ReadAllBytes(Path), InvitationJson.Default.InvitationRecords);
            Invitation?[] all = [.. records?.Invitations.Select(record => record.ToInvitation()) ?? []];
            return records is { Schema: InvitationRecords.CurrentSchema } && Array.TrueForAll(all, one => one is not null)
                ? new InvitationBook(all!)
                : throw new StatePlaceException($"{Path} is not of this version, or damaged", isDenied: false);
        }
        catch (JsonException damaged)
        {
            throw new StatePlaceException($"{Path} is damaged: {damaged.Message}", isDenied: false, damaged);
        }
    }

    /// <summary>On the disk when it returns.</summary>
    public void Write(InvitationBook book) => StateFiles.Write(Path, JsonSerializer.SerializeToUtf8Bytes(
        new InvitationRecords(InvitationRecords.CurrentSchema, [.. book.All.Select(InvitationRecord.Of)]), InvitationJson.Default.InvitationRecords));
}
