using System.Text;
using Lamina.Core;
using Lamina.Security.Identities;

namespace Lamina.Security.Credentials;

/// <summary>
/// What a node has of a secure layer: whom it trusts there, and what it shows. A file of the state directory, and what an authority gives away;
/// nothing in it is secret.
/// <code>
/// +-------------+----------------+-----------------+-----------------+--------------------+-----+------------------------+
/// | version = 1 | length 1, name | length 2, roots | length 2, chain | length 2, inviting | k 1 | k times length 2, list |
/// +-------------+----------------+-----------------+-----------------+--------------------+-----+------------------------+
/// </code>
/// Of length 0 is what is not there. Lists are there once for each root that has one, and are signed, or nothing is read.
/// </summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Trust">Its roots, and what they have taken back.</param>
/// <param name="Chain">What the node shows as a member; null: only trust is passed on.</param>
/// <param name="Inviting">With what it issues credentials itself; null: it does not.</param>
public sealed record Membership(Name Layer, LayerTrust Trust, CredentialChain? Chain = null, Credential? Inviting = null)
{
    private const byte CurrentVersion = 1;
    private const int MaxLength = 1 << 20;

    /// <summary>Whose it is; null: nobody's in particular.</summary>
    public KeyId? Node => Chain?.Member.Subject;

    /// <summary>What it is worth to a node at a time.</summary>
    /// <returns>Null where there is nothing to show.</returns>
    public CredentialVerdict? Examine(KeyId node, DateTimeOffset now) =>
        Chain is null ? null : CredentialCheck.Examine(Chain, Trust, now, new CredentialDemands { Subject = node });

    /// <summary>With what another one of the same layer knows better: newer roots and lists; and its credentials, where it has some.</summary>
    public Membership With(Membership other)
    {
        LayerTrust trust = Trust.With(other.Trust.Roots);
        foreach (RevocationList list in other.Trust.Revocations)
        {
            trust = trust.With(list);
        }

        return new Membership(Layer, trust, other.Chain ?? Chain, other.Inviting ?? Inviting);
    }

    /// <summary>Writes it.</summary>
    public byte[] Write()
    {
        var writer = new SpanWriter(new byte[MaxLength]);
        byte[] name = Encoding.UTF8.GetBytes(Layer.Value);
        writer.WriteByte(CurrentVersion);
        writer.WriteByte((byte)name.Length);
        writer.WriteBytes(name);
        WriteLong(ref writer, Trust.Roots.Bytes.Span);
        byte[] chain = new byte[Chain?.Length ?? 0];
        Chain?.Write(chain);
        WriteLong(ref writer, chain);
        WriteLong(ref writer, Inviting is null ? default : Inviting.Bytes.Span);
        writer.WriteByte((byte)Trust.Revocations.Count);
        foreach (RevocationList list in Trust.Revocations)
        {
            WriteLong(ref writer, list.Bytes.Span);
        }

        return writer.Written.ToArray();
    }

    /// <summary>Reads one, and nothing behind it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Membership? membership)
    {
        membership = null;
        var reader = new SpanReader(bytes);
        byte version = reader.ReadByte();
        ReadOnlySpan<byte> name = reader.ReadBytes(reader.ReadByte());
        ReadOnlySpan<byte> rootBytes = reader.ReadBytes(reader.ReadUInt16());
        ReadOnlySpan<byte> chainBytes = reader.ReadBytes(reader.ReadUInt16());
        ReadOnlySpan<byte> invitingBytes = reader.ReadBytes(reader.ReadUInt16());
        CredentialChain? chain = null;
        Credential? inviting = null;
        if (reader.Failed || version != CurrentVersion || !System.Text.Unicode.Utf8.IsValid(name) || !Name.TryParse(Encoding.UTF8.GetString(name), out Name layer)
            || !RootSet.TryRead(rootBytes, out RootSet? roots)
            || (!chainBytes.IsEmpty && !CredentialChain.TryRead(chainBytes, out chain))
            || (!invitingBytes.IsEmpty && !Credential.TryRead(invitingBytes, out inviting))
            || !TryReadTrust(ref reader, roots!, out LayerTrust trust))
        {
            return false;
        }

        membership = new Membership(layer, trust, chain, inviting);
        return true;
    }

    private static bool TryReadTrust(ref SpanReader reader, RootSet roots, out LayerTrust trust)
    {
        trust = LayerTrust.In(roots);
        int count = reader.ReadByte();
        if (count > RootSet.MaxRoots)
        {
            return false;
        }

        for (int i = 0; i < count; i++)
        {
            LayerTrust before = trust;
            if (!RevocationList.TryRead(reader.ReadBytes(reader.ReadUInt16()), out RevocationList? list)
                || ReferenceEquals(trust = before.With(list!), before) || trust.Revocations.Count != i + 1)
            {
                return false;
            }
        }

        return !reader.Failed && reader.Rest.IsEmpty;
    }

    private static void WriteLong(ref SpanWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.WriteUInt16((ushort)bytes.Length);
        writer.WriteBytes(bytes);
    }
}
