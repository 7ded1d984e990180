namespace Lamina.Bearers.Linux;

/// <summary>Why <see cref="Futex.Wait"/> returned. Only a reason to look at the word again.</summary>
public enum FutexResult
{
    /// <summary>Somebody woke us, or the kernel did without a reason.</summary>
    Woken,

    /// <summary>The word had already another value.</summary>
    Changed,

    /// <summary>The time is over.</summary>
    TimedOut,

    /// <summary>A signal arrived.</summary>
    Interrupted,
}
