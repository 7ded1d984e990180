using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Node.Driving;

namespace Lamina.Node.Ports;

/// <summary>A stack as one of its ports sees it: the stack's loop waits for the port's descriptor.</summary>
/// <param name="driver">The stack's domain.</param>
/// <param name="released">Told that the port has closed.</param>
internal sealed class WatchedPort(DomainDriver driver, Action<WatchedPort> released) : IPortHost
{
    private IPollSource? _source;

    public MachineContext Context => driver.Context;

    public SystemEdge Edge => driver.Edge;

    public void Watch(IPollSource source)
    {
        _source = source;
        driver.Add(source);
    }

    public void ReconsiderInterest() => driver.ReconsiderInterests();

    public void Release()
    {
        if (_source is not null)
        {
            driver.ReconsiderInterests();
            driver.Remove(_source);
            _source = null;
        }

        released(this);
    }
}
