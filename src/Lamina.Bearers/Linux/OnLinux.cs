namespace Lamina.Bearers.Linux;

/// <summary>What there is no other way for than Linux's own: said before the first call, which would find no library.</summary>
public static class OnLinux
{
    /// <summary>Goes on where this is Linux.</summary>
    /// <param name="what">What was wanted, as the beginning of a sentence.</param>
    /// <exception cref="PlatformNotSupportedException">It is not; the message is for people.</exception>
    public static void Require(string what) => Require(what, OperatingSystem.IsLinux());

    internal static void Require(string what, bool isThere)
    {
        if (!isThere)
        {
            throw new PlatformNotSupportedException($"{what} needs Linux (on other systems a program can embed a stack: NetworkStack.StartAsync)");
        }
    }
}
