using Lamina.Core;
using Lamina.Security.Identities;

namespace Lamina.Security.Credentials;

/// <summary>
/// What a node gives to an authority: its public keys, and its signature, which shows that it has the private one. Public.
/// <code>
/// +-------------+-----+------------------------------------+----------------+--------------+
/// | version = 1 | m 1 | m times: function 1, length 1, key | signing key 65 | signature 64 |      functions ascend, m from 1 to 4
/// +-------------+-----+------------------------------------+----------------+--------------+
/// </code>
/// </summary>
public sealed class NodeRequest
{
    private const byte CurrentVersion = 1;
    private const int MaxLength = 2048;

    private NodeRequest(byte[] bytes, AgreementKey[] agreements, byte[] signingKey)
    {
        Bytes = bytes;
        Agreements = agreements;
        SigningKey = signingKey;
    }

    private static ReadOnlySpan<byte> Label => "lamina request 1"u8;

    /// <summary>The public agreement keys, by ascending function.</summary>
    public IReadOnlyList<AgreementKey> Agreements { get; }

    /// <summary>The public signing key.</summary>
    public ReadOnlyMemory<byte> SigningKey { get; }

    /// <summary>Who asks.</summary>
    public KeyId Node => KeyId.Of(SigningKey.Span);

    /// <summary>As it is carried.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>That of a node.</summary>
    public static NodeRequest Of(NodeIdentity identity)
    {
        var writer = new SpanWriter(new byte[MaxLength]);
        writer.WriteByte(CurrentVersion);
        writer.WriteByte((byte)identity.Agreements.Count);
        foreach (AgreementKey key in identity.PublicAgreements)
        {
            writer.WriteByte((byte)key.Id);
            writer.WriteByte((byte)key.Public.Length);
            writer.WriteBytes(key.Public.Span);
        }

        writer.WriteBytes(identity.Signing.Public);
        Span<byte> signature = stackalloc byte[VerifyingKey.SignatureLength];
        identity.Signing.Sign(Label, writer.Written, signature);
        writer.WriteBytes(signature);
        return TryRead(writer.Written, out NodeRequest? request) ? request! : throw new ArgumentException("no request can say this", nameof(identity));
    }

    /// <summary>Reads one, checks its signature, and takes nothing behind it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out NodeRequest? request)
    {
        request = null;
        var reader = new SpanReader(bytes);
        byte version = reader.ReadByte();
        int count = reader.ReadByte();
        if (reader.Failed || version != CurrentVersion || count is 0 or > CredentialTerms.MaxAgreements)
        {
            return false;
        }

        AgreementKey[] keys = new AgreementKey[count];
        for (int i = 0; i < count; i++)
        {
            keys[i] = new AgreementKey((AgreementId)reader.ReadByte(), reader.ReadBytes(reader.ReadByte()).ToArray());
            if (!keys[i].HasForm || (i > 0 && keys[i].Id <= keys[i - 1].Id))
            {
                return false;
            }
        }

        ReadOnlySpan<byte> signingKey = reader.ReadBytes(VerifyingKey.Length);
        ReadOnlySpan<byte> signature = reader.ReadBytes(VerifyingKey.SignatureLength);
        if (reader.Failed || !reader.Rest.IsEmpty || !VerifyingKey.Verify(signingKey, Label, bytes[..^VerifyingKey.SignatureLength], signature))
        {
            return false;
        }

        request = new NodeRequest(bytes.ToArray(), keys, signingKey.ToArray());
        return true;
    }
}
