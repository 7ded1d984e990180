using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Node.Driving;

namespace Lamina.Node.Ports;

/// <summary>What a port may ask of the stack that it is open in. Only inside the stack's domain, but for <see cref="Driver"/>.</summary>
public sealed class PortHost
{
    private readonly Action<PortHost> _released;
    private IPollSource? _source;

    internal PortHost(DomainDriver driver, Action<PortHost> released)
    {
        Driver = driver;
        _released = released;
    }

    /// <summary>The stack's domain: a port that is fed from elsewhere posts to it.</summary>
    public DomainDriver Driver { get; }

    /// <summary>What the stack's machines share.</summary>
    public MachineContext Context => Driver.Context;

    /// <summary>Has the stack's loop wait for a descriptor, until <see cref="Release"/>.</summary>
    public void Watch(IPollSource source)
    {
        _source = source;
        Driver.Add(source);
    }

    /// <summary>The source waits for something else than before: a sleeping loop must look again.</summary>
    public void ReconsiderInterest() => Driver.ReconsiderInterests();

    /// <summary>The port has closed; called by the port, while its descriptor is still open.</summary>
    public void Release()
    {
        if (_source is not null)
        {
            Driver.ReconsiderInterests();
            Driver.Remove(_source);
            _source = null;
        }

        _released(this);
    }
}
