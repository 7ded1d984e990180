namespace Lamina.Node.Driving;

/// <summary>The reason of a domain that was stopped on purpose.</summary>
public sealed class DriverStoppedException : Exception
{
    /// <summary>Stopped on purpose.</summary>
    public DriverStoppedException()
        : base("the stack was stopped")
    {
    }
}
