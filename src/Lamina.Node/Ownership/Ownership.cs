using Lamina.Bearers.Rings;

namespace Lamina.Node.Ownership;

/// <summary>
/// The right to touch a domain's machines, from <c>TryEnter</c> to <see cref="Dispose"/>. A ref struct: keeping it over an
/// await, in a lambda or in a field does not compile. Not to be copied, and not to be held over a blocking call, a wake-up
/// or user code.
/// </summary>
public ref struct Ownership<TStep>
    where TStep : struct, IStepper
{
    private SteppedDomain<TStep>? _domain;

    internal Ownership(SteppedDomain<TStep> domain) => _domain = domain;

    /// <summary>Drains what others posted, lets go, looks once more, and then runs the completions. A second call does nothing.</summary>
    public void Dispose()
    {
        var domain = _domain;
        _domain = null;
        domain?.Leave();
    }
}
