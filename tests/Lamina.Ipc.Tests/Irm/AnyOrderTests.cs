using Lamina.Core;
using Lamina.Ipc.Irm.Naming;
using Lamina.Ipc.Local;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Irm;

/// <summary>Server, layers, registration, binding and client come in any order, and change while they live (O10, O11, O12).</summary>
public sealed class AnyOrderTests
{
    private static readonly Name Service = Name.Parse("service");

    private readonly VirtualTime _time = new();
    private readonly TestStack _stack;
    private readonly TestAcceptor _server = new();

    public AnyOrderTests() => _stack = new TestStack(_time);

    public static TheoryData<string> Orders =>
    [
        .. from a in "LRB" from b in "LRB" from c in "LRB"
           where a != b && b != c && a != c
           select $"{a}{b}{c}",
    ];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Layer_registration_and_binding_work_in_each_order_that_is_possible(string order)
    {
        Assert.Null(Ask().Flow);
        bool hasLayer = false;
        foreach (char step in order)
        {
            Outcome outcome = step switch
            {
                'L' => _stack.Irm.Add(new LocalIpcProcess("local", "home", _stack.Irm)),
                'R' => _stack.Irm.RegisterInLayer(Service, "home", _time.Now),
                _ => _stack.Irm.Bind(Service, _server),
            };
            hasLayer |= step == 'L';

            // A layer that is not there yet cannot be registered in; it is said, and then done.
            Assert.Equal(hasLayer || step != 'R', outcome.IsOk);
        }

        Assert.True(_stack.Irm.RegisterInLayer(Service, "home", _time.Now).IsOk);
        Assert.Equal("local", _stack.Irm.Flows.Find(Ask().Open.Id)!.Process?.Name);
    }

    [Fact]
    public void Bindings_change_under_a_living_flow()
    {
        _stack.Irm.Add(new LocalIpcProcess("local", "home", _stack.Irm));
        _stack.Irm.RegisterInLayer(Service, "home", _time.Now);
        Name other = Name.Parse("other");
        _stack.Irm.Bind(Service, _server);
        TestSink old = Ask();
        TestSink oldDirect = Ask(layer: null);

        Assert.True(_stack.Irm.Unbind(Service, _server).IsOk);
        Assert.Equal(CloseReason.NoListener, Ask().Reason);
        Assert.Equal(CloseReason.NoListener, Ask(layer: null).Reason);
        old.Send([1]);
        oldDirect.Send([2]);
        _time.RunFor(Duration.Zero);
        Assert.Equal([[[1]], [[2]]], _server.Flows.Select(flow => flow.User.Packets));

        Assert.True(_stack.Irm.Bind(other, _server).IsOk);
        Assert.True(_stack.Irm.Bind(Service, _server).IsOk);
        Assert.NotNull(Ask().Flow);
        TestSink byOtherName = _stack.Ask("other");
        _time.RunFor(Duration.Zero);
        Assert.NotNull(byOtherName.Flow);
    }

    [Fact]
    public void A_dead_process_leaves_its_name_to_the_other()
    {
        TestAcceptor other = _stack.Serve("service");
        _stack.Irm.Bind(Service, _server);
        for (int i = 0; i < 4; i++)
        {
            Ask(layer: null);
        }

        Assert.Equal((2, 2), (_server.Flows.Count, other.Flows.Count));
        _stack.Irm.UnbindAll(other);
        for (int i = 0; i < 4; i++)
        {
            Assert.NotNull(Ask(layer: null).Flow);
        }

        Assert.Equal((6, 2), (_server.Flows.Count, other.Flows.Count));
    }

    [Fact]
    public void A_binding_lasts_while_one_of_its_reasons_does()
    {
        _stack.Irm.Bind(Service, _server, BindingReasons.Process);
        _stack.Irm.Bind(Service, _server);
        Assert.Single(_stack.Irm.Names.Find(Service)!.Acceptors);
        _stack.Irm.StopListening(Service, _server, _time.Now);
        Assert.NotNull(Ask(layer: null).Flow);
        Assert.True(_stack.Irm.Unbind(Service, _server).IsOk);
        Assert.Empty(_stack.Irm.Names.All);

        // The operator's word takes it away from a program that still listens.
        _stack.Irm.Bind(Service, _server);
        Assert.True(_stack.Irm.Unbind(Service, _server).IsOk);
        Assert.Equal(CloseReason.NameUnknown, Ask(layer: null).Reason);
    }

    [Fact]
    public void A_name_at_several_ipc_processes_and_several_names_at_one()
    {
        ScriptedIpcProcess one = Add("one", "net");
        ScriptedIpcProcess two = Add("two", "net");
        ScriptedIpcProcess three = Add("three", "other");
        Assert.True(_stack.Irm.RegisterInLayer(Service, "net", _time.Now).IsOk);
        Assert.True(_stack.Irm.RegisterAtProcess(Service, "three", _time.Now).IsOk);
        Assert.True(_stack.Irm.RegisterAtProcess(Name.Parse("second"), "three", _time.Now).IsOk);
        Assert.Equal((1, 1, 2), (one.Registered.Count, two.Registered.Count, three.Registered.Count));
        Assert.Equal(["one", "two", "three"], _stack.Irm.Names.Find(Service)!.Registrations.Select(process => process.Name));

        Assert.True(_stack.Irm.UnregisterFromLayer(Service, "net", _time.Now).IsOk);
        Assert.Equal((0, 0, 2), (one.Registered.Count, two.Registered.Count, three.Registered.Count));
        Assert.True(_stack.Irm.Destroy("three", _time.Now).IsOk);
        Assert.Empty(_stack.Irm.Names.All);
    }

    [Fact]
    public void Two_stacks_use_the_same_names_and_do_not_meet()
    {
        var elsewhere = new TestStack(_time);
        foreach (TestStack stack in (TestStack[])[_stack, elsewhere])
        {
            stack.Irm.Add(new LocalIpcProcess("local", "home", stack.Irm));
            Assert.True(stack.Irm.RegisterInLayer(Service, "home", _time.Now).IsOk);
        }

        elsewhere.Irm.Bind(Service, _server);
        Assert.Equal(CloseReason.NoListener, Ask().Reason);
        Assert.Equal(CloseReason.NoListener, Ask(layer: null).Reason);
        TestSink there = elsewhere.Ask("service");
        _time.RunFor(Duration.Zero);
        Assert.NotNull(there.Flow);
    }

    private ScriptedIpcProcess Add(string name, string layer)
    {
        var process = new ScriptedIpcProcess(name, layer, _stack.Irm);
        Assert.True(_stack.Irm.Add(process).IsOk);
        return process;
    }

    private TestSink Ask(string? layer = "home")
    {
        TestSink sink = _stack.Ask("service", layer);
        _time.RunFor(Duration.Zero);
        return sink;
    }
}
