using System.Globalization;

namespace Lamina;

/// <summary>How long a daemon that dies is waited for.</summary>
internal static class ReturnTime
{
    public const string Variable = "LAMINA_RETURN_TIME";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <exception cref="ArgumentOutOfRangeException">Negative, and not infinite.</exception>
    /// <exception cref="LaminaException">The variable is no number of seconds.</exception>
    public static TimeSpan From(TimeSpan? said)
    {
        TimeSpan time = said ?? FromEnvironment();
        if (time == Timeout.InfiniteTimeSpan)
        {
            return Longest;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, nameof(said));
        return time < Longest ? time : Longest;
    }

    private static TimeSpan FromEnvironment()
    {
        string? value = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(value))
        {
            return NetworkStack.DefaultReturnTime;
        }

        return double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds))
            : throw new LaminaException(LaminaError.InvalidRequest, $"{Variable} is '{value}': a number of seconds, 0 for none");
    }
}
