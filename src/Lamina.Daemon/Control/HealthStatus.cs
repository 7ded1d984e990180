namespace Lamina.Daemon.Control;

/// <summary>How well something is, in words that answers use.</summary>
public static class HealthStatus
{
    public const string Ok = "ok";

    /// <summary>It works, with a part missing or short.</summary>
    public const string Degraded = "degraded";

    /// <summary>It does not work.</summary>
    public const string Failed = "failed";

    /// <summary>The worst of many.</summary>
    public static string Worst(IEnumerable<string> all) => all.Aggregate(Ok, (worst, one) =>
        worst == Failed || one == Failed ? Failed : worst == Degraded || one == Degraded ? Degraded : Ok);
}
