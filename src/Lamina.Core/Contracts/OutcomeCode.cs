namespace Lamina.Core;

/// <summary>What became of a management operation; each has one exit code of the command line.</summary>
public enum OutcomeCode
{
    /// <summary>Done.</summary>
    Ok,

    /// <summary>It failed, see the message.</summary>
    Failed,

    /// <summary>The request makes no sense.</summary>
    Usage,

    /// <summary>A name, layer or IPC process does not exist.</summary>
    NotFound,

    /// <summary>Not allowed.</summary>
    Denied,

    /// <summary>No answer in time.</summary>
    Timeout,
}
