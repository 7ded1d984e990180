using Lamina.Core;
using Lamina.Ipc.Irm;

namespace Lamina.Simulation;

/// <summary>A simulated computer: one stack with the same IRM and IPC processes as a node, and UDP ports.</summary>
public sealed class SimulatedHost : IEvent
{
    private static readonly Duration Rest = Duration.FromMilliseconds(1);

    private readonly uint _address;
    private readonly SeededRandom _seeds;
    private readonly SortedDictionary<ushort, SimulatedDatagramPort> _ports = [];
    private Instant _wakeUp = Instant.Never;
    private Instant _lastTurn = Instant.Zero;

    internal SimulatedHost(SimulatedNetwork network, string name, uint address, ulong seed)
    {
        Network = network;
        _address = address;
        _seeds = new SeededRandom(seed);
        Name = name;
        WallClock = new SimulatedWallClock(network);
        Context = new MachineContext(new PacketPool(), new SeededRandom(seed)) { WallClock = WallClock };
        Irm = new IpcResourceManager(Context, network.Policies);
    }

    /// <summary>Its name, for people.</summary>
    public string Name { get; }

    /// <summary>What its machines share; another object after each start.</summary>
    public MachineContext Context { get; private set; }

    /// <summary>Its IPC resource manager; another object after each start.</summary>
    public IpcResourceManager Irm { get; private set; }

    /// <summary>Its clock on the wall.</summary>
    public SimulatedWallClock WallClock { get; }

    /// <summary>True until it stops, and after it has started again.</summary>
    public bool IsRunning { get; private set; } = true;

    /// <summary>Times that it ran after a rest of 1 ms or more: how often a real host would have woken, about.</summary>
    public long WakeUpCount { get; private set; }

    internal SimulatedNetwork Network { get; }

    /// <summary>Opens a UDP port, or gives one that is open.</summary>
    public SimulatedDatagramPort OpenPort(ushort port)
    {
        if (!_ports.TryGetValue(port, out SimulatedDatagramPort? opened))
        {
            _ports[port] = opened = new SimulatedDatagramPort(this, UdpEndpoint.FromIPv4(_address, port));
        }

        return opened;
    }

    /// <summary>Calls into its machines at the present, as an owner does: what turns around runs before it returns.</summary>
    public void Do(Action<Instant> call)
    {
        if (IsRunning)
        {
            call(Network.Now);
            Run(Network.Now);
        }
    }

    /// <summary>Power off: nothing runs any more, nobody is told, and nothing is left of what it knew.</summary>
    public void Stop()
    {
        IsRunning = false;
        _wakeUp = Instant.Never;
        foreach (SimulatedDatagramPort port in _ports.Values)
        {
            port.Close();
        }
    }

    /// <summary>Power on: a new stack without IPC processes, the same name and the same ports.</summary>
    public void Start()
    {
        Context = new MachineContext(new PacketPool(), new SeededRandom(_seeds.NextUInt64())) { WallClock = WallClock };
        Irm = new IpcResourceManager(Context, Network.Policies);
        IsRunning = true;
        foreach (SimulatedDatagramPort port in _ports.Values)
        {
            port.Reopen();
        }
    }

    internal void Run(Instant now)
    {
        if (!IsRunning)
        {
            return;
        }

        WakeUpCount += now - _lastTurn >= Rest ? 1 : 0;
        _lastTurn = now;
        Context.Run(now);
        WakeBy(Next);
    }

    private Instant Next => Context.RunQueue.IsEmpty ? Context.Timers.FindNextTimeout() : Instant.Zero;

    private void WakeBy(Instant next)
    {
        if (next < _wakeUp)
        {
            _wakeUp = next;
            Network.Events.Add(next, this);
        }
    }

    void IEvent.Happen(Instant now)
    {
        if (now >= _wakeUp)
        {
            _wakeUp = Instant.Never;
        }

        if (IsRunning && Next is var next && next > now)
        {
            // What it was to wake for was put off or given up since: a real loop would not have been woken.
            WakeBy(next);
            return;
        }

        Run(now);
    }
}
