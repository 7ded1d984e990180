using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Node.Ports;

/// <summary>What a port may ask of the stack that it is open in. Only inside the stack's domain.</summary>
public interface IPortHost
{
    /// <summary>What the stack's machines share.</summary>
    MachineContext Context { get; }

    /// <summary>What the stack asks the system by. By default that of this process.</summary>
    SystemEdge Edge => SystemEdge.Present;

    /// <summary>Has the stack's loop wait for a descriptor, until <see cref="Release"/>. One for each port.</summary>
    void Watch(IPollSource source);

    /// <summary>The source waits for something else than before: a sleeping loop must look again.</summary>
    void ReconsiderInterest();

    /// <summary>The port has closed; called by the port, once, while its descriptor is still open.</summary>
    void Release();
}
