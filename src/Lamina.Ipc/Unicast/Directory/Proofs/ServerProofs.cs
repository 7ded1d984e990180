using Google.Protobuf;
using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Entries;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;
using Lamina.Wire.Directory;

namespace Lamina.Ipc.Unicast.Directory.Proofs;

/// <summary>
/// Who is believed to serve what, in a layer that proves: a member's own word for each of its names, and the words of others that were
/// checked. Without one nobody is asked for a flow, since its static key is in it. Bounded; what is forgotten is checked again.
/// </summary>
public sealed class ServerProofs
{
    /// <summary>Words of others that are remembered.</summary>
    public const int Capacity = 2048;

    private readonly IHandshakeCredentials _credentials;
    private readonly MachineContext _context;
    private readonly Address _self;
    private readonly int _maxPacketSize;
    private readonly Dictionary<(NameHash Name, Address Member), Known> _known = [];
    private readonly Queue<(NameHash Name, Address Member)> _order = new();
    private int _turn;

    /// <summary>Nothing is known yet.</summary>
    /// <param name="credentials">What the member proves itself with, and judges by.</param>
    /// <param name="context">What the machines of the stack share.</param>
    /// <param name="self">The member's address.</param>
    /// <param name="maxPacketSize">Bytes of a message in the layer.</param>
    public ServerProofs(IHandshakeCredentials credentials, MachineContext context, Address self, int maxPacketSize)
    {
        _credentials = credentials;
        _context = context;
        _self = self;
        _maxPacketSize = maxPacketSize;
    }

    /// <summary>Those of a member; null where its layer proves nothing.</summary>
    public static ServerProofs? Of(Membership membership, MachineContext context) => membership.Security is null
        ? null
        : membership.Security.ProofsOf(membership, context);

    /// <summary>The own word for a name.</summary>
    public ReadOnlyMemory<byte> Own(in NameHash name)
    {
        if (!_known.TryGetValue((name, _self), out Known? known))
        {
            byte[] proof = _credentials.Vouch(name, _self.Value);
            IReadOnlyList<AgreementKey> keys =
            [
                .. from agreement in Enum.GetValues<AgreementId>()
                   let pair = _credentials.StaticOf(agreement)
                   where pair is not null
                   select new AgreementKey(agreement, pair.Public.ToArray()),
            ];
            known = new Known(proof, keys);
            Remember((name, _self), known);
        }

        return known.Proof;
    }

    /// <summary>Another member's word.</summary>
    /// <returns>False where it is none: the member is not believed to serve the name.</returns>
    public bool TryLearn(in NameHash name, Address member, ReadOnlyMemory<byte> proof)
    {
        // What was checked before costs a comparison: names are told again and again.
        if (_known.TryGetValue((name, member), out Known? known) && known.Proof.AsSpan().SequenceEqual(proof.Span))
        {
            return true;
        }

        if (_context.WallClock is not { } clock || proof.Length > DirectoryCodec.MaxProofLength
            || _credentials.JudgeServer(proof.Span, name, member.Value, clock.WallTime, out IReadOnlyList<AgreementKey> keys) != HandshakeVerdict.Proved)
        {
            return false;
        }

        Remember((name, member), new Known(proof.ToArray(), keys));
        return true;
    }

    /// <summary>The static keys of a member that serves a name; none where it is not known.</summary>
    public IReadOnlyList<AgreementKey> KeysOf(in NameHash name, Address member) =>
        _known.TryGetValue((name, member), out Known? known) ? known.Keys : [];

    /// <summary>Puts words beside the addresses of an answer: as many as a packet takes, another one first each time.</summary>
    internal void AddTo(FoundEntries answer, List<DirectoryEntry> entries)
    {
        // Sender, cookie and the frame of the answer.
        int room = _maxPacketSize - answer.CalculateSize() - 32;
        _turn++;
        for (int i = 0; i < entries.Count; i++)
        {
            DirectoryEntry entry = entries[(i + _turn) % entries.Count];
            var proof = new ServerProof { Member = entry.Member.Value, Proof = ByteString.CopyFrom(entry.Proof.Span) };
            room -= proof.CalculateSize() + 4;
            if (room < 0)
            {
                return;
            }

            answer.Proofs.Add(proof);
        }
    }

    /// <summary>The members of the own store that serve a name.</summary>
    internal List<Address> Learn(NameHash name, List<DirectoryEntry> entries) =>
        [.. entries.Where(entry => entry.Member == _self || TryLearn(name, entry.Member, entry.Proof)).Select(entry => entry.Member)];

    /// <summary>The members that an answer proves to serve a name, by address.</summary>
    /// <param name="name">The name.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="unproved">Words in it that were none.</param>
    internal List<Address> Learn(NameHash name, FoundEntries answer, out int unproved)
    {
        var believed = new List<Address>();
        unproved = 0;
        foreach (ServerProof proof in answer.Proofs)
        {
            var member = new Address(proof.Member);
            if (member == _self || TryLearn(name, member, proof.Proof.Memory))
            {
                believed.Add(member);
            }
            else
            {
                unproved++;
            }
        }

        believed.Sort();
        return believed;
    }

    private void Remember((NameHash Name, Address Member) key, Known known)
    {
        if (!_known.ContainsKey(key))
        {
            if (_order.Count == Capacity)
            {
                _known.Remove(_order.Dequeue());
            }

            _order.Enqueue(key);
        }

        _known[key] = known;
    }

    private sealed record Known(byte[] Proof, IReadOnlyList<AgreementKey> Keys);
}
