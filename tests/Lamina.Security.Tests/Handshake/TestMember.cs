using System.Buffers.Binary;
using System.Security.Cryptography;
using Lamina.Core;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;
using Lamina.Security.Noise;
using Lamina.Security.Primitives;

namespace Lamina.Security.Tests.Handshake;

/// <summary>
/// A member with a credential of a form that only tests have: who knows the layer's root can issue, and check. Deterministic, and as
/// strict as a real one.
/// </summary>
internal sealed class TestMember : IHandshakeCredentials, IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private const int KeyAt = 32 + 32 + 8 + 8 + 1;

    private readonly byte[] _root;
    private readonly Dictionary<AgreementId, KeyPair> _keys = [];

    public TestMember(ulong seed, string root = "root", string layer = "net")
    {
        var random = new SeededRandom(seed);
        _root = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(root));
        LayerId = SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(layer), .. _root]);
        Id = new byte[32];
        random.Fill(Id);
        foreach (IKeyAgreement agreement in Noise.Suites.Agreements)
        {
            _keys[IdOf(agreement)] = KeyPair.New(agreement, random);
        }

        Credential = Issue(Id, Noon.AddDays(-1), Noon.AddDays(1));
    }

    public byte[] Id { get; }

    public byte[] LayerId { get; set; }

    /// <summary>What it shows.</summary>
    public byte[] Credential { get; set; }


    /// <summary>Ids whose credentials it takes no more.</summary>
    public HashSet<string> Revoked { get; } = [];

    /// <summary>How often it looked at a peer's credential.</summary>
    public int Judged { get; private set; }

    public ReadOnlySpan<byte> Layer => LayerId;

    public ReadOnlySpan<byte> Own => Credential;

    public static AgreementId IdOf(IKeyAgreement agreement) =>
        agreement.NoiseName == P256.Instance.NoiseName ? AgreementId.P256 : AgreementId.X25519;

    public PeerIdentity Identity => IdentityOf(Id);

    public KeyPair? StaticOf(AgreementId agreement) => _keys.GetValueOrDefault(agreement);

    /// <summary>A credential with this member's keys, signed by its root.</summary>
    public byte[] Issue(byte[] subject, DateTimeOffset from, DateTimeOffset until, NameHash? mayServe = null)
    {
        byte[] body = new byte[KeyAt];
        LayerId.CopyTo(body, 0);
        subject.CopyTo(body, 32);
        BinaryPrimitives.WriteInt64BigEndian(body.AsSpan(64), from.ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt64BigEndian(body.AsSpan(72), until.ToUnixTimeSeconds());
        byte[] name = [];
        if (mayServe is { } only)
        {
            name = new byte[only.Length];
            only.CopyTo(name);
        }

        body[80] = (byte)name.Length;
        byte[] all = [.. body, .. name, .. _keys.OrderBy(pair => pair.Key).SelectMany(pair => (byte[])[(byte)pair.Key, .. SHA256.HashData(pair.Value.Public)])];
        return [.. all, .. HMACSHA256.HashData(_root, all)];
    }

    public HandshakeVerdict Judge(
        ReadOnlySpan<byte> credential, AgreementId agreement, ReadOnlySpan<byte> peerKey, NameHash? serves, DateTimeOffset wallTime, out PeerIdentity peer)
    {
        Judged++;
        peer = PeerIdentity.Anonymous;
        if (credential.Length < KeyAt + 32 || credential.Length < KeyAt + 32 + credential[80])
        {
            return HandshakeVerdict.Malformed;
        }

        if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_root, credential[..^32]), credential[^32..]))
        {
            return HandshakeVerdict.NotIssued;
        }

        if (!credential[..32].SequenceEqual(LayerId))
        {
            return HandshakeVerdict.OtherLayer;
        }

        ReadOnlySpan<byte> name = credential.Slice(KeyAt, credential[80]);
        bool isForKey = false;
        for (ReadOnlySpan<byte> keys = credential[(KeyAt + name.Length)..^32]; keys.Length >= 33; keys = keys[33..])
        {
            isForKey |= keys[0] == (byte)agreement && keys[1..33].SequenceEqual(SHA256.HashData(peerKey));
        }

        byte[] subject = credential.Slice(32, 32).ToArray();
        HandshakeVerdict verdict = !isForKey ? HandshakeVerdict.OtherKey
            : wallTime.ToUnixTimeSeconds() < BinaryPrimitives.ReadInt64BigEndian(credential[64..]) ? HandshakeVerdict.NotYetValid
            : wallTime.ToUnixTimeSeconds() > BinaryPrimitives.ReadInt64BigEndian(credential[72..]) ? HandshakeVerdict.Expired
            : Revoked.Contains(Convert.ToHexString(subject)) ? HandshakeVerdict.Revoked
            : serves is { } wanted && name.Length > 0 && !(NameHash.TryFromBytes(name, out NameHash may) && may == wanted) ? HandshakeVerdict.NameNotAllowed
            : HandshakeVerdict.Proved;
        if (verdict == HandshakeVerdict.Proved)
        {
            peer = IdentityOf(subject);
        }

        return verdict;
    }

    // Handshakes alone are tested with it: the directory's words are tested with real credentials.
    public byte[] Vouch(in NameHash name, ulong address) => throw new NotSupportedException();

    public HandshakeVerdict JudgeServer(
        ReadOnlySpan<byte> proof, in NameHash name, ulong address, DateTimeOffset wallTime, out IReadOnlyList<AgreementKey> keys) =>
        throw new NotSupportedException();

    public void Dispose()
    {
        foreach (KeyPair pair in _keys.Values)
        {
            pair.Dispose();
        }
    }

    private static PeerIdentity IdentityOf(byte[] id) =>
        NameHash.TryFromBytes(id, out NameHash hash) ? new PeerIdentity(hash) : throw new ArgumentException("not an id", nameof(id));
}
