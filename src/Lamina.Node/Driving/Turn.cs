using Lamina.Bearers.Rings;
using Lamina.Core;
using Lamina.Node.Ownership;

namespace Lamina.Node.Driving;

/// <summary>
/// Ownership of a driver's domain for the length of a block, on any thread. At its end the machines settle, others' work
/// is drained, ownership is released, and completions run. A ref struct, for the reasons of
/// <see cref="Ownership{TStep}"/>.
/// </summary>
public ref struct Turn
{
    private readonly DomainDriver _driver;
    private Ownership<DirectStepper> _ownership;

    internal Turn(DomainDriver driver, Ownership<DirectStepper> ownership)
    {
        _driver = driver;
        _ownership = ownership;
        Now = driver.Clock.Now;
    }

    /// <summary>When the turn began.</summary>
    public Instant Now { get; }

    /// <summary>Settles and lets go.</summary>
    public void Dispose()
    {
        try
        {
            _driver.SettleTurn(Now);
        }
        catch (Exception failure)
        {
            _driver.Fail(failure);
        }
        finally
        {
            _ownership.Dispose();
        }
    }
}
