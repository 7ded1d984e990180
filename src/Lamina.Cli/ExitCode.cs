using Lamina.Core;

namespace Lamina.Cli;

/// <summary>How the program ends; scripts rely on the numbers.</summary>
public static class ExitCode
{
    public const int Ok = 0;
    public const int Failure = 1;
    public const int Usage = 2;
    public const int DaemonNotReachable = 3;
    public const int NotFound = 4;
    public const int Denied = 5;
    public const int Timeout = 6;
    public const int Degraded = 7;
    public const int Interrupted = 130;

    /// <summary>The exit code of an outcome.</summary>
    public static int Of(OutcomeCode code) => code switch
    {
        OutcomeCode.Ok => Ok,
        OutcomeCode.Usage => Usage,
        OutcomeCode.NotFound => NotFound,
        OutcomeCode.Denied => Denied,
        OutcomeCode.Timeout => Timeout,
        _ => Failure,
    };

    /// <summary>The exit code of a failure of the library.</summary>
    public static int Of(LaminaError error) => error switch
    {
        LaminaError.StackUnreachable or LaminaError.StackLost => DaemonNotReachable,
        LaminaError.NameUnknown or LaminaError.NoListener => NotFound,
        LaminaError.Denied or LaminaError.Refused => Denied,
        LaminaError.Timeout => Timeout,
        _ => Failure,
    };
}
