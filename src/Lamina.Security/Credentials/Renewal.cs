namespace Lamina.Security.Credentials;

/// <summary>When a credential is renewed, and when a person hears of it.</summary>
public static class Renewal
{
    /// <summary>Left of a life of 100 days and more when the warnings begin.</summary>
    public static readonly TimeSpan FirstWarning = TimeSpan.FromDays(30);

    // Of a shorter life: what is left when the warnings begin. Less than a third, so that renewal comes first.
    private const double WarningPart = 0.3;

    private static readonly TimeSpan[] LogSteps = [TimeSpan.FromDays(30), TimeSpan.FromDays(7), TimeSpan.FromDays(1)];

    /// <summary>How it stands.</summary>
    public static RenewalState Judge(Credential credential, DateTimeOffset now)
    {
        TimeSpan life = credential.Terms.Lifetime;
        TimeSpan left = credential.NotAfter - now;
        return left <= TimeSpan.Zero || now < credential.NotBefore ? RenewalState.Expired
            : left <= WarningAt(life) ? RenewalState.Warn
            : left <= life / 3 ? RenewalState.Renew
            : RenewalState.Fine;
    }

    /// <summary>
    /// How many steps of warning it has passed: 30, 7 and 1 days before its end, as far as it lives so long; the last step is its end.
    /// A log says each step once.
    /// </summary>
    public static int StepOf(Credential credential, DateTimeOffset now)
    {
        RenewalState state = Judge(credential, now);
        if (state is RenewalState.Fine or RenewalState.Renew)
        {
            return 0;
        }

        TimeSpan left = credential.NotAfter - now;
        return state == RenewalState.Expired ? LogSteps.Length + 1 : Math.Max(1, LogSteps.Count(step => left <= step && step <= WarningAt(credential.Terms.Lifetime)));
    }

    private static TimeSpan WarningAt(TimeSpan life)
    {
        TimeSpan part = life * WarningPart;
        return part < FirstWarning ? part : FirstWarning;
    }
}
