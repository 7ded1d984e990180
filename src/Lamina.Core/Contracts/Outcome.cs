namespace Lamina.Core;

/// <summary>
/// The end of a management operation, said so that a person can act: what failed and why, and what to do next.
/// </summary>
/// <param name="Code">The kind.</param>
/// <param name="Message">What failed, and why; one sentence. When all is well: what a person should know besides, mostly nothing.</param>
/// <param name="Hint">What to do; may be empty.</param>
public readonly record struct Outcome(OutcomeCode Code, string Message = "", string Hint = "")
{
    /// <summary>All is well.</summary>
    public static readonly Outcome Ok = new(OutcomeCode.Ok);

    /// <summary>True when all is well.</summary>
    public bool IsOk => Code == OutcomeCode.Ok;

    /// <summary>It failed.</summary>
    public static Outcome Failed(string message, string hint = "") => new(OutcomeCode.Failed, message, hint);

    /// <summary>The request makes no sense.</summary>
    public static Outcome Usage(string message, string hint = "") => new(OutcomeCode.Usage, message, hint);

    /// <summary>Something named does not exist.</summary>
    public static Outcome NotFound(string message, string hint = "") => new(OutcomeCode.NotFound, message, hint);

    /// <summary>Not allowed.</summary>
    public static Outcome Denied(string message, string hint = "") => new(OutcomeCode.Denied, message, hint);

    /// <summary>No answer in time.</summary>
    public static Outcome Timeout(string message, string hint = "") => new(OutcomeCode.Timeout, message, hint);
}
