using System.Buffers.Binary;
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

        if (proof.Length > DirectoryCodec.MaxProofLength || !IsProved(name, member, proof.Span, out IReadOnlyList<AgreementKey> keys))
        {
            return false;
        }

        Remember((name, member), new Known(proof.ToArray(), keys));
        return true;
    }

    /// <summary>This member's word that it serves a name no more.</summary>
    internal ReadOnlyMemory<byte> OwnWithdrawal(in NameHash name, ulong sequence) => _credentials.Say(WithdrawalLabel, Withdrawn(name, _self, sequence));

    /// <summary>Checks the word for what somebody wants to be kept: to serve a name, or not any more.</summary>
    /// <param name="name">The name.</param>
    /// <param name="entry">What is said; noted in it is who said it, where it is believed.</param>
    /// <returns>False where it is not the word of a member that may have the name.</returns>
    internal bool TryBelieve(in NameHash name, ref DirectoryEntry entry)
    {
        bool isBelieved = entry.IsWithdrawn
            ? _credentials.JudgeWord(entry.Proof.Span, WithdrawalLabel, Withdrawn(name, entry.Member, entry.Sequence), name, default) == HandshakeVerdict.Proved
            : TryLearn(name, entry.Member, entry.Proof);
        entry = entry with { Speaker = isBelieved ? _credentials.SpeakerOf(entry.Proof.Span) : default };
        return isBelieved;
    }

    /// <summary>The static keys of a member that serves a name; none where it is not known.</summary>
    public IReadOnlyList<AgreementKey> KeysOf(in NameHash name, Address member) =>
        _known.TryGetValue((name, member), out Known? known) ? known.Keys : [];

    /// <summary>
    /// Credentials have changed here: own words are said anew, with the credential of now, and those of others that are worth nothing any more are forgotten.
    /// </summary>
    public void Review()
    {
        foreach (((NameHash name, Address member), Known known) in _known.ToArray())
        {
            if (member == _self || !IsProved(name, member, known.Proof, out _))
            {
                // Its place in the order stays: it is taken by whoever comes next.
                _known.Remove((name, member));
            }
        }
    }

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

    private static ReadOnlySpan<byte> WithdrawalLabel => "lamina withdraws 1"u8;

    private static byte[] Withdrawn(in NameHash name, Address member, ulong sequence)
    {
        byte[] said = new byte[1 + name.Length + (2 * sizeof(ulong))];
        said[0] = (byte)name.Length;
        name.CopyTo(said.AsSpan(1));
        BinaryPrimitives.WriteUInt64BigEndian(said.AsSpan(1 + name.Length), member.Value);
        BinaryPrimitives.WriteUInt64BigEndian(said.AsSpan(1 + name.Length + sizeof(ulong)), sequence);
        return said;
    }

    private bool IsProved(in NameHash name, Address member, ReadOnlySpan<byte> proof, out IReadOnlyList<AgreementKey> keys)
    {
        keys = [];
        return _context.WallClock is { } clock
            && _credentials.JudgeServer(proof, name, member.Value, clock.WallTime, out keys) == HandshakeVerdict.Proved;
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
