using Lamina.Core;

namespace Lamina.Node.Driving;

/// <summary>A call into the domain that is rare enough to be a closure.</summary>
/// <param name="driver">The domain's driver.</param>
/// <param name="body">What runs inside.</param>
public sealed class OwnedCall(DomainDriver driver, Action<Instant> body) : DriverWork(driver)
{
    /// <inheritdoc/>
    protected override void RunOwned(Instant now) => body(now);
}
