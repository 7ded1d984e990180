using Lamina.Security.Noise;

namespace Lamina.Security.Identities;

/// <summary>A node's key pair of one function.</summary>
/// <param name="Id">The function.</param>
/// <param name="Keys">The pair.</param>
public sealed record Agreement(AgreementId Id, KeyPair Keys);
