using Lamina.Core;
using Lamina.Security.Identities;

namespace Lamina.Ipc.Irm.Rules;

/// <summary>Whom a rule is about.</summary>
/// <param name="Kind">One, or which ones.</param>
/// <param name="Node">The node id, where it is one.</param>
public readonly record struct RulePeer(RulePeerKind Kind, KeyId Node = default)
{
    /// <summary>Whoever asks.</summary>
    public static readonly RulePeer Anyone = new(RulePeerKind.Anyone);

    /// <summary>Whoever proved to be a member of the layer.</summary>
    public static readonly RulePeer Members = new(RulePeerKind.Members);

    /// <summary>Reads <c>anyone</c>, <c>members</c> or a whole node id: a part of one would be another node's as well, who takes the trouble.</summary>
    /// <param name="text">The word.</param>
    /// <param name="peer">What it means.</param>
    /// <param name="refusal">What is wrong with it.</param>
    public static bool TryParse(string? text, out RulePeer peer, out Outcome refusal)
    {
        refusal = Outcome.Ok;
        bool isNode = KeyId.TryParse(text, out KeyId node);
        peer = isNode ? new RulePeer(RulePeerKind.Node, node) : text == "members" ? Members : Anyone;
        if (!isNode && text is not ("members" or "anyone"))
        {
            refusal = Outcome.Usage(
                $"'{text}' is nobody that a rule can be about: a whole node id (64 hexadecimal digits), members, or anyone",
                "lamina status, on the other host, says its node id");
        }

        return refusal.IsOk;
    }

    /// <summary>
    /// True where all that a later rule could decide has been decided by a rule about this: whom <c>members</c> does not match has proved nothing, and is
    /// refused there.
    /// </summary>
    public bool Covers(in RulePeer later) =>
        Kind != RulePeerKind.Node || this == later;

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        RulePeerKind.Anyone => "anyone",
        RulePeerKind.Members => "members",
        _ => Node.ToString(),
    };
}
