namespace Lamina.Security.Identities;

/// <summary>The public half of a key pair of one function: what a credential vouches for.</summary>
/// <param name="Id">The function.</param>
/// <param name="Public">The key, 1 to 255 bytes.</param>
public readonly record struct AgreementKey(AgreementId Id, ReadOnlyMemory<byte> Public)
{
    /// <summary>The key has the length that its function asks for; one of an unknown function may have any.</summary>
    public bool HasForm => Id switch
    {
        AgreementId.X25519 => Public.Length == 32,
        AgreementId.P256 => VerifyingKey.HasForm(Public.Span),
        _ => Id != 0 && Public.Length is > 0 and <= byte.MaxValue,
    };
}
