using Lamina.Core;
using Lamina.Ipc.Irm.Programs;
using Lamina.Ipc.Local;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Irm.Model;

/// <summary>One random life of an IRM beside an oracle: after each step both must say the same.</summary>
internal sealed class IrmModel
{
    private static readonly string[] Names = ["a", "b", "c"];
    private static readonly string[] Executables = ["/bin/x", "/bin/y"];
    private static readonly string[] Layers = ["home", "yard"];

    private readonly VirtualTime _time = new();
    private readonly TestStack _stack;
    private readonly SeededRandom _random;
    private readonly BindingOracle _bindings = new();
    private readonly List<TestProcess> _processes = [];
    private readonly List<(string Name, string Layer)> _registrations = [];
    private readonly List<string> _layers = [];
    private readonly List<ModelFlow> _flows = [];
    private int _lastProcess;

    public IrmModel(ulong seed)
    {
        _random = new SeededRandom(seed);
        _stack = new TestStack(_time, new TestStarter());
    }

    /// <summary>Flows that were opened so far.</summary>
    public int Opened { get; private set; }

    public void Step()
    {
        string name = Pick(Names);
        string layer = Pick(Layers);
        string executable = Pick(Executables);
        TestProcess? process = _processes.Count == 0 ? null : Pick(_processes);
        switch (Next(16))
        {
            case 0 when _processes.Count < 5:
                _processes.Add(new TestProcess(_stack.Irm, ++_lastProcess, executable));
                break;
            case 1 or 2 when process is not null:
                process.Listen(name);
                _bindings.Listen(process, name);
                break;
            case 3 when process is not null:
                process.StopListening(name, _time.Now);
                _bindings.StopListening(process, name);
                break;
            case 4 when process is not null:
                Assert.True(_stack.Irm.Bind(Name.Parse(name), process, Ipc.Irm.Naming.BindingReasons.Process).IsOk);
                _bindings.BindProcess(process, name);
                break;
            case 5 when process is not null:
                Assert.Equal(_bindings.UnbindProcess(process, name), _stack.Irm.Unbind(Name.Parse(name), process).IsOk);
                break;
            case 6:
                Assert.True(_stack.Irm.Programs.Bind(new ProgramBinding(executable, executable, Name.Parse(name), false, []), _time.Now).IsOk);
                _bindings.BindProgram(executable, name);
                break;
            case 7:
                Assert.Equal(
                    _bindings.UnbindProgram(executable, name),
                    _stack.Irm.Programs.Unbind(executable, Name.Parse(name), _time.Now).IsOk);
                break;
            case 8:
                AddOrDestroy(layer);
                break;
            case 9:
                Register(name, layer);
                break;
            case 10 when process is not null && Next(3) == 0:
                Die(process);
                break;
            case 11 when _flows.Count > 0:
                Close(Pick(_flows), isNear: Next(2) == 0);
                break;
            case 12 or 13:
                Ask(name, null);
                break;
            case 14:
                Ask(name, layer);
                break;
            case 15:
                Withdraw(name);
                break;
        }

        _time.RunFor(Duration.Zero);
        Check();
    }

    public void End()
    {
        _stack.Irm.Shutdown(_time.Now);
        _time.RunFor(Duration.Zero);
        Assert.All(_flows, flow => Assert.Equal([(FlowEvent.Closed, CloseReason.ShuttingDown)], flow.Near.User.Events));
        Assert.All(_flows, flow => Assert.Equal([(FlowEvent.Closed, CloseReason.ShuttingDown)], flow.FarUser.Events));
        _stack.AssertEmpty();
    }

    private void Check()
    {
        foreach (string name in Names)
        {
            var record = _stack.Irm.Names.Find(Name.Parse(name));
            string[] registered = [.. _registrations.Where(one => one.Name == name).Select(one => one.Layer).Order()];
            Assert.Equal(_bindings.IsKnown(name) || registered.Length > 0, record is not null);
            Assert.Equal(
                _bindings.Behind(name).Select(one => one.ProcessId).Order(),
                (record?.Acceptors ?? []).Cast<TestProcess>().Select(one => one.ProcessId).Order());
            Assert.Equal(registered, (record?.Registrations ?? []).Select(one => one.Layer!).Order());
        }

        Assert.Equal(_flows.Sum(flow => flow.Lines), _stack.Irm.Flows.All.Count);
        foreach (ModelFlow flow in _flows)
        {
            Assert.Empty(flow.Near.User.Events);
            Assert.Empty(flow.FarUser.Events);
            AssertCarries(flow);
        }

        Assert.Equal(0, _stack.Context.Pool.RentedCount);
        Assert.Equal(0, _stack.Context.Timers.Count);
    }

    private void AssertCarries(ModelFlow flow)
    {
        byte[] packet = [(byte)Next(256)];
        flow.Near.Send(packet);
        _stack.Send(flow.Far, packet);
        _time.RunFor(Duration.Zero);
        Assert.Equal(packet, flow.FarUser.Packets[^1]);
        Assert.Equal(packet, flow.Near.User.Packets[^1]);
    }

    private void Ask(string name, string? layer)
    {
        TestSink sink = _stack.Ask(name, layer);
        _time.RunFor(Duration.Zero);
        Assert.Equal(1, sink.Outcomes);
        TestProcess[] behind = _bindings.Behind(name);
        TestProcess[] listening = [.. behind.Where(_bindings.IsListening)];
        bool isInLayer = _registrations.Exists(one => one.Name == name && (layer is null || one.Layer == layer));
        if (sink.Flow is null)
        {
            // In a layer a process that does not listen may have its turn; a direct flow passes it over.
            Assert.True(layer is null ? listening.Length == 0 : !isInLayer || listening.Length < behind.Length || behind.Length == 0);
            Assert.Equal(isInLayer || (layer is null && behind.Length > 0) ? CloseReason.NoListener : CloseReason.NameUnknown, sink.Reason);
            return;
        }

        Assert.True(layer is null || isInLayer);
        Assert.Equal(layer, _stack.Irm.Flows.Find(sink.Flow.Id)!.Process?.Layer);
        TestProcess server = Assert.Single(_processes, one => one.Flows.Count > 0 && _flows.All(known => known.Far != one.Flows[^1].Flow));
        Assert.Contains(server, listening);
        (Name called, LowerFlow far, TestUser farUser) = server.Flows[^1];
        Assert.Equal(name, called.Value);
        _flows.Add(new ModelFlow(sink, server, far, farUser, layer));
        Opened++;
    }

    private void Withdraw(string name)
    {
        TestSink sink = _stack.Ask(name, Next(2) == 0 ? null : Pick(Layers));
        _stack.Context.RunQueue.Drain(_time.Now, Next(4));
        if (sink.Outcomes > 0)
        {
            sink.Flow?.Close(CloseReason.Normal, _time.Now);
            _time.RunFor(Duration.Zero);
        }
        else
        {
            _stack.Irm.Withdraw(sink, _time.Now);
            _time.RunFor(Duration.Zero);
            Assert.Equal(0, sink.Outcomes);
        }

        foreach (TestProcess process in _processes)
        {
            process.Flows.RemoveAll(flow => flow.User.Events.Exists(one => one.What == FlowEvent.Closed));
        }
    }

    private void AddOrDestroy(string layer)
    {
        if (_layers.Remove(layer))
        {
            ModelFlow[] lost = [.. _flows.Where(flow => flow.Layer == layer)];
            Assert.True(_stack.Irm.Destroy(layer, _time.Now).IsOk);
            _registrations.RemoveAll(one => one.Layer == layer);
            _time.RunFor(Duration.Zero);
            foreach (ModelFlow flow in lost)
            {
                Assert.Equal((FlowEvent.Closed, CloseReason.ShuttingDown), Assert.Single(flow.Near.User.Events));
                Assert.Equal((FlowEvent.Closed, CloseReason.ShuttingDown), Assert.Single(flow.FarUser.Events));
                Forget(flow);
            }
        }
        else
        {
            Assert.True(_stack.Irm.Add(new LocalIpcProcess(layer, layer, _stack.Irm)).IsOk);
            _layers.Add(layer);
        }
    }

    private void Register(string name, string layer)
    {
        if (_registrations.Remove((name, layer)))
        {
            Assert.True(_stack.Irm.UnregisterFromProcess(Name.Parse(name), layer, _time.Now).IsOk);
        }
        else if (_stack.Irm.RegisterInLayer(Name.Parse(name), layer, _time.Now).IsOk)
        {
            Assert.Contains(layer, _layers);
            _registrations.Add((name, layer));
        }
        else
        {
            Assert.DoesNotContain(layer, _layers);
        }
    }

    private void Die(TestProcess process)
    {
        process.Die(_time.Now);
        _processes.Remove(process);
        _bindings.Die(process);
        _time.RunFor(Duration.Zero);
        foreach (ModelFlow flow in _flows.Where(flow => flow.Server == process).ToArray())
        {
            Assert.Equal((FlowEvent.Closed, CloseReason.PeerDied), Assert.Single(flow.Near.User.Events));
            _flows.Remove(flow);
        }
    }

    private void Close(ModelFlow flow, bool isNear)
    {
        (isNear ? flow.Near.Open : flow.Far).Close(CloseReason.Normal, _time.Now);
        _time.RunFor(Duration.Zero);
        Assert.Equal((FlowEvent.Closed, CloseReason.Normal), Assert.Single((isNear ? flow.FarUser : flow.Near.User).Events));
        Forget(flow);
    }

    private void Forget(ModelFlow flow)
    {
        _flows.Remove(flow);
        flow.Server.Flows.RemoveAll(one => one.Flow == flow.Far);
    }

    private int Next(int bound) => (int)(_random.NextUInt64() % (ulong)bound);

    private T Pick<T>(IReadOnlyList<T> from) => from[Next(from.Count)];
}
