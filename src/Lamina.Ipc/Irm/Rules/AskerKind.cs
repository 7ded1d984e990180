namespace Lamina.Ipc.Irm.Rules;

/// <summary>What is known of who asks for a flow.</summary>
public enum AskerKind
{
    /// <summary>Nothing: the layer proves nothing.</summary>
    Unproved,

    /// <summary>Which node it is, member of the layer.</summary>
    Proved,

    /// <summary>It is a program of this stack.</summary>
    Local,
}
