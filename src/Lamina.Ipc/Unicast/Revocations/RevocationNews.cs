using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Ipc.Unicast.Revocations;

/// <summary>What a neighbour tells of revocations.</summary>
/// <param name="Lists">Lists; nothing is believed yet.</param>
/// <param name="Known">What it has, by root; null: it did not say.</param>
internal sealed record RevocationNews(IReadOnlyList<RevocationList> Lists, IReadOnlyDictionary<KeyId, ulong>? Known);
