using Lamina.Core;
using Lamina.Node.Ownership;

namespace Lamina.Node.Driving;

/// <summary>Work for a driver's domain. Its machines settle after it: what it posted runs, and what it gathered goes out.</summary>
/// <param name="driver">The domain's driver.</param>
public abstract class DriverWork(DomainDriver driver) : IDomainWork
{
    /// <summary>The driver that it runs in.</summary>
    protected DomainDriver Driver { get; } = driver;

    /// <inheritdoc/>
    void IDomainWork.Run(Instant now) => RunOwned(now);

    /// <summary>Runs inside the domain; short, no waiting, no user code.</summary>
    protected abstract void RunOwned(Instant now);
}
