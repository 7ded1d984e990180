using Lamina.Core;
using Lamina.Ipc.Irm.Naming;
using Lamina.Ipc.Irm.Programs;
using Lamina.Ipc.Irm.Rules;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Irm;

/// <summary>Which users may stand behind which names.</summary>
public sealed class BindingRightsTests
{
    private const uint Alice = 1000;
    private const uint Bob = 1001;
    private const uint Team = 50;
    private static readonly Name Service = Name.Parse("service");

    private readonly VirtualTime _time = new();
    private readonly TestStack _stack;

    public BindingRightsTests() => _stack = new TestStack(_time);

    [Fact]
    public void A_free_name_is_anybodys_and_then_its_holders()
    {
        TestProcess alices = Process(1, Alice);
        Assert.True(Ask(alices).IsOk);
        alices.Listen("service");
        Assert.True(Ask(Process(2, Alice)).IsOk);
        Outcome refused = Ask(Process(3, Bob));
        Assert.Equal(OutcomeCode.Denied, refused.Code);
        Assert.Contains("'service' is held by process 1, which is not user 1001's", refused.Message, StringComparison.Ordinal);
        alices.Die(_time.Now);
        Assert.True(Ask(Process(3, Bob)).IsOk);
    }

    [Fact]
    public void Names_of_ipc_processes_cannot_be_taken()
    {
        var low = new ScriptedIpcProcess("low", "bottom", _stack.Irm);
        _stack.Irm.Add(low);
        Assert.True(_stack.Irm.BindProcess(Service, "low").IsOk);
        Assert.Contains("held by ipcp low", Ask(Process(1, Alice)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_somebody_bound_is_its_users_and_an_administrators_is_everybodys()
    {
        TestProcess bobs = Process(2, Bob, "/bin/served");
        bobs.Listen("other");
        Bind(new ProgramBinding("/bin/served", "/bin/served", Service, false, [], Alice));
        Assert.Empty(_stack.Irm.Names.Find(Service)!.Acceptors);
        Assert.Equal(OutcomeCode.Denied, Ask(bobs).Code);
        TestProcess alices = Process(1, Alice, "/bin/served");
        alices.Listen("mine");
        Assert.Same(alices, Assert.Single(_stack.Irm.Names.Find(Service)!.Acceptors));

        Bind(new ProgramBinding("/bin/served", "/bin/served", Service, false, []));
        Assert.Equal(2, _stack.Irm.Names.Find(Service)!.Acceptors.Count);
        Assert.True(Ask(bobs).IsOk);
        Assert.Equal(OutcomeCode.Denied, Ask(Process(3, Bob, "/bin/other")).Code);
    }

    [Fact]
    public void A_program_is_unbound_by_who_bound_it_or_by_an_administrator()
    {
        Bind(new ProgramBinding("/bin/served", "/bin/served", Service, false, [], Alice));
        Assert.Equal(OutcomeCode.Denied, _stack.Irm.Programs.Unbind("/bin/served", null, _time.Now, Bob).Code);
        Assert.True(_stack.Irm.Programs.Unbind("/bin/served", null, _time.Now, Alice).IsOk);
        Bind(new ProgramBinding("/bin/served", "/bin/served", Service, false, [], Alice));
        Assert.True(_stack.Irm.Programs.Unbind("/bin/served", Service, _time.Now).IsOk);
        Assert.Null(_stack.Irm.Names.Find(Service));
    }

    [Fact]
    public void A_reserved_name_waits_for_its_users()
    {
        Assert.True(_stack.Irm.Policy.Set(Service, NamePolicy.None with { Reservation = new NameReservation([Bob], [Team]) }).IsOk);
        Outcome refused = Ask(Process(1, Alice));
        Assert.Contains("reserved, and not for user 1000", refused.Message, StringComparison.Ordinal);
        Assert.True(Ask(Process(2, Bob)).IsOk);
        Assert.True(_stack.Irm.ExamineBinding(Service, new BindingParty(Alice, [7, Team]), null).IsOk);

        // Said of all processes of a program, it still is for those users alone.
        Bind(new ProgramBinding("/bin/served", "/bin/served", Service, false, []));
        Process(4, Alice, "/bin/served").Listen("x");
        Process(5, Bob, "/bin/served").Listen("x");
        Assert.Equal(["process 5"], _stack.Irm.Names.Find(Service)!.Acceptors.Select(acceptor => acceptor.Description));
        Assert.True(_stack.Irm.Policy.Set(Service, NamePolicy.None).IsOk);
        Assert.Empty(_stack.Irm.Policy.All);
    }

    private TestProcess Process(int id, uint user, string executable = "/bin/any") => new(_stack.Irm, id, executable) { UserId = user };

    private void Bind(ProgramBinding binding) => Assert.True(_stack.Irm.Programs.Bind(binding, _time.Now).IsOk);

    private Outcome Ask(TestProcess process) =>
        _stack.Irm.ExamineBinding(Service, new BindingParty(process.UserId, process.GroupIds), process);
}
