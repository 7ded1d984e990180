using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Control;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;

namespace Lamina.Ipc.Unicast.Revocations;

/// <summary>
/// Tells the layer what its authority has taken back, and ends what this member has with those who are concerned. Two members tell each other what they have when a
/// management flow between them begins; what is newer here is passed on at once.
/// </summary>
internal sealed class RevocationFlood(Membership membership, IHandshakeCredentials credentials, AdjacencyTable adjacencies, StackAccess stack)
{
    // What was told to all neighbours, by root.
    private readonly Dictionary<KeyId, ulong> _told = credentials.Revocations.ToDictionary(list => list.Issuer, list => list.Sequence);

    /// <summary>Lists of neighbours that no root has signed.</summary>
    public long Refused { get; private set; }

    /// <summary>A management flow begins.</summary>
    public void HandleManagementUp(ManagementLink link) => link.Send(RevocationCodec.WriteKnown(credentials.Revocations));

    /// <summary>A neighbour tells.</summary>
    public void HandleNews(ManagementLink link, RevocationNews news, Instant now)
    {
        foreach (RevocationList list in news.Lists)
        {
            bool isOld = credentials.Revocations.Any(known => known.Issuer == list.Issuer && known.Sequence >= list.Sequence);
            Refused += isOld || credentials.TryAdopt(list) ? 0 : 1;
        }

        Review(link, now);
        if (news.Known is { } known)
        {
            foreach (RevocationList list in credentials.Revocations.Where(list => known.GetValueOrDefault(list.Issuer) < list.Sequence))
            {
                link.Send(RevocationCodec.Write(list));
            }
        }
    }

    /// <summary>Looks whether more is known than was told, from whomever: tells it, and ends what must not be any more.</summary>
    public void Review(ManagementLink? source, Instant now)
    {
        RevocationList[] newer = [.. credentials.Revocations.Where(list => _told.GetValueOrDefault(list.Issuer) < list.Sequence)];
        foreach (RevocationList list in newer)
        {
            _told[list.Issuer] = list.Sequence;
            byte[] message = RevocationCodec.Write(list);
            foreach (Neighbour neighbour in adjacencies.Neighbours.Where(neighbour => neighbour != source?.Neighbour && !credentials.IsRevoked(neighbour.Peer)))
            {
                neighbour.Talk?.Send(message);
            }
        }

        if (newer.Length > 0)
        {
            stack.Tell(
                StackEventKind.RevocationsChanged,
                $"knows {newer.Sum(list => list.Entries.Count)} revocations of layer '{membership.Parameters.Layer}' now, told by {(source is null ? "this host" : source.Neighbour.Process)}");
            EndRevoked(now);
        }
    }

    private void EndRevoked(Instant now)
    {
        foreach (Neighbour neighbour in adjacencies.Neighbours.Where(neighbour => credentials.IsRevoked(neighbour.Peer)).ToArray())
        {
            adjacencies.Drop(neighbour.Address, now, "its credential was revoked");
        }

        stack.CloseFlowsOf(credentials.IsRevoked, now);
    }
}
