using Lamina.Core;
using Lamina.Node.Driving;

namespace Lamina.Flows;

/// <summary>A call into the domain that is rare enough to be a closure.</summary>
internal sealed class Call(DomainDriver driver, Action<Instant> body) : DriverWork(driver)
{
    protected override void RunOwned(Instant now) => body(now);
}
