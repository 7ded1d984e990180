namespace Lamina.Daemon.Hosting.State;

/// <summary>A stack cannot have its state directory.</summary>
/// <param name="message">Why.</param>
/// <param name="isDenied">True where the system did not permit it.</param>
/// <param name="cause">What the system said.</param>
public sealed class StatePlaceException(string message, bool isDenied, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>True where the system did not permit it.</summary>
    public bool IsDenied { get; } = isDenied;
}
