using Lamina.Core;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Irm.Programs;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Irm;

/// <summary>An attached process: listens, takes flows, dies.</summary>
internal sealed class TestProcess(IpcResourceManager irm, int id, string executable) : IProcessAcceptor
{
    private readonly HashSet<Name> _names = [];

    public int ProcessId => id;

    public uint UserId { get; init; } = 1000;

    public IReadOnlyList<uint> GroupIds { get; init; } = [];

    public string Executable => executable;

    public string Description => $"process {id}";

    public List<(Name Name, LowerFlow Flow, TestUser User)> Flows { get; } = [];

    public void Listen(string name)
    {
        _names.Add(Name.Parse(name));
        Assert.True(irm.Bind(Name.Parse(name), this).IsOk);
        irm.Programs.HandleListening(this);
    }

    public void StopListening(string name, Instant now)
    {
        irm.StopListening(Name.Parse(name), this, now);
        if (_names.Remove(Name.Parse(name)) && _names.Count == 0)
        {
            irm.Programs.HandleSilent(this);
        }
    }

    public void Die(Instant now)
    {
        irm.Programs.HandleSilent(this);
        irm.UnbindAll(this);
        Flows.ForEach(flow => flow.Flow.Close(CloseReason.PeerDied, now));
    }

    public void HandleArrival(Name name, ArrivingFlow arrival, Instant now)
    {
        if (_names.Count == 0)
        {
            arrival.Refuse(CloseReason.NoListener, now);
            return;
        }

        var user = new TestUser();
        Flows.Add((name, arrival.Accept([], user, now)!, user));
    }
}
