using Lamina.Core;
using Lamina.Ipc.Irm;

namespace Lamina.Simulation;

/// <summary>A simulated computer: one stack with the same IRM and IPC processes as a node, and UDP ports.</summary>
public sealed class SimulatedHost
{
    private readonly SimulatedNetwork _network;
    private readonly uint _address;
    private Instant _wakeUp = Instant.Never;

    internal SimulatedHost(SimulatedNetwork network, string name, uint address, ulong seed)
    {
        _network = network;
        _address = address;
        Name = name;
        Context = new MachineContext(new PacketPool(), new SeededRandom(seed));
        Irm = new IpcResourceManager(Context, network.Policies);
    }

    /// <summary>Its name, for people.</summary>
    public string Name { get; }

    /// <summary>What its machines share.</summary>
    public MachineContext Context { get; }

    /// <summary>Its IPC resource manager.</summary>
    public IpcResourceManager Irm { get; }

    /// <summary>Opens a UDP port.</summary>
    public SimulatedDatagramPort OpenPort(ushort port) => new(this, UdpEndpoint.FromIPv4(_address, port));

    /// <summary>Calls into its machines at the present, as an owner does: what turns around runs before it returns.</summary>
    public void Do(Action<Instant> call)
    {
        call(_network.Now);
        Run(_network.Now);
    }

    internal void Run(Instant now)
    {
        Context.Run(now);
        Instant next = Context.NextTimeout;
        if (next < _wakeUp)
        {
            _wakeUp = next;
            _network.Events.Add(next, WakeUp);
        }
    }

    private void WakeUp(Instant now)
    {
        if (now >= _wakeUp)
        {
            _wakeUp = Instant.Never;
        }

        Run(now);
    }
}
