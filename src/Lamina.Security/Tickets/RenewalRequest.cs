using Lamina.Core;
using Lamina.Security.Credentials;

namespace Lamina.Security.Tickets;

/// <summary>
/// What a member says whose credential is to be renewed, over a flow that has proved who it is.
/// <code>
/// +----------------------+------------------------+
/// | length 2, its chain  | its request, the rest  |
/// +----------------------+------------------------+
/// </code>
/// </summary>
/// <param name="Former">What it has.</param>
/// <param name="Node">Its keys.</param>
public sealed record RenewalRequest(CredentialChain Former, NodeRequest Node)
{
    /// <summary>Writes it.</summary>
    public byte[] Write()
    {
        byte[] bytes = new byte[2 + Former.Length + Node.Bytes.Length];
        var writer = new SpanWriter(bytes);
        writer.WriteUInt16((ushort)Former.Length);
        Former.Write(bytes.AsSpan(writer.Length));
        Node.Bytes.Span.CopyTo(bytes.AsSpan(writer.Length + Former.Length));
        return bytes;
    }

    /// <summary>Reads one, and nothing behind it; its node must be the one of the chain, and its signature good.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out RenewalRequest? request)
    {
        request = null;
        var reader = new SpanReader(bytes);
        ReadOnlySpan<byte> former = reader.ReadBytes(reader.ReadUInt16());
        if (reader.Failed || !CredentialChain.TryRead(former, out CredentialChain? chain) || !NodeRequest.TryRead(reader.Rest, out NodeRequest? node)
            || node!.Node != chain!.Member.Subject)
        {
            return false;
        }

        request = new RenewalRequest(chain, node);
        return true;
    }
}
