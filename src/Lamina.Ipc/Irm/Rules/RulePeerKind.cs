namespace Lamina.Ipc.Irm.Rules;

/// <summary>Whom a rule is about.</summary>
public enum RulePeerKind
{
    /// <summary>Whoever asks.</summary>
    Anyone,

    /// <summary>Whoever proved to be a member of the layer.</summary>
    Members,

    /// <summary>One node.</summary>
    Node,
}
