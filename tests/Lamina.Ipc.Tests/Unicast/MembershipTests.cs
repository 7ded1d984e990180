using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Connections;

namespace Lamina.Ipc.Tests.Unicast;

public class MembershipTests
{
    private readonly DirectStack _stack = new(1);

    [Fact]
    public void A_layer_that_is_not_asked_to_be_insecure_is_refused()
    {
        UnicastIpcProcess process = New("a");
        Outcome bootstrap = Run(sink => process.Bootstrap(new UnicastParameters(Name.Parse("net")), sink, _stack.Now));
        Outcome enrol = Run(sink => process.Enrol(new EnrolmentParameters(Name.Parse("b")), sink, _stack.Now));
        Assert.Equal(OutcomeCode.Denied, bootstrap.Code);
        Assert.Equal(OutcomeCode.Denied, enrol.Code);
        Assert.Contains("--insecure", bootstrap.Hint, StringComparison.Ordinal);
        Assert.False(process.IsEnrolled);
    }

    [Fact]
    public void Who_enrols_gets_the_layers_parameters_and_another_address()
    {
        UnicastIpcProcess a = Bootstrap("a", new UnicastParameters(Name.Parse("net")) { IsInsecure = true, AddressSize = 1, InitialTtl = 9 });
        UnicastIpcProcess b = New("b");
        Assert.Equal(Outcome.Ok, Enrol(b, "a"));
        Assert.Equal(a.Membership!.Parameters, b.Membership!.Parameters);
        Assert.NotEqual(a.Membership.Address, b.Membership.Address);
        Assert.Equal("net", b.Layer);
        Assert.True(b.IsInsecure);
    }

    [Fact]
    public void No_two_members_get_one_address_however_few_there_are()
    {
        Bootstrap("m0", new UnicastParameters(Name.Parse("net")) { IsInsecure = true, AddressSize = 1 });
        var seen = new HashSet<Address>();
        int refused = 0;
        for (int i = 1; i < 255; i++)
        {
            UnicastIpcProcess member = New($"m{i}");
            if (Enrol(member, "m0").IsOk)
            {
                Assert.True(seen.Add(member.Membership!.Address), $"address {member.Membership.Address} was given twice");
            }
            else
            {
                refused++;
            }
        }

        Assert.True(seen.Count > 150 && refused > 0, $"{seen.Count} enrolled, {refused} refused");
    }

    [Fact]
    public void Who_was_restarted_gets_its_address_again_and_nobody_else_does()
    {
        var memory = new OneMemory();
        _stack.Memory = memory;
        UnicastIpcProcess a = Bootstrap("a", new UnicastParameters(Name.Parse("net")) { IsInsecure = true });
        UnicastIpcProcess b = New("b");
        Assert.Equal(Outcome.Ok, Enrol(b, "a"));
        Assert.Equal(Outcome.Ok, Run(sink => b.Connect(Name.Parse("a"), ConnectionComponents.All, sink, _stack.Now)));
        Address address = b.Membership!.Address;
        Assert.Contains(a.LinkStates, state => state.Origin == address);

        // Its address, but not its number: another member's.
        memory.Lives["c"] = new FormerLife(address, b.Membership.Instance ^ 1);
        UnicastIpcProcess c = New("c");
        Assert.Equal(Outcome.Ok, Enrol(c, "a"));
        Assert.NotEqual(address, c.Membership!.Address);

        UnicastIpcProcess again = New("b");
        Assert.Equal(Outcome.Ok, Enrol(again, "a"));
        Assert.Equal(address, again.Membership!.Address);
        Assert.True(again.Membership.Instance > b.Membership.Instance);
        Assert.Equal(new FormerLife(address, again.Membership.Instance), memory.Lives["b"]);
    }

    [Fact]
    public void Who_makes_its_layer_again_has_its_address_again()
    {
        _stack.Memory = new OneMemory();
        var parameters = new UnicastParameters(Name.Parse("net")) { IsInsecure = true };
        Membership first = Bootstrap("a", parameters).Membership!;
        Membership second = Bootstrap("a", parameters).Membership!;
        Assert.Equal(first.Address, second.Address);
        Assert.True(second.Instance > first.Instance);

        // What is no address of this layer is not asked for.
        Membership small = Bootstrap("a", parameters with { AddressSize = 1 }).Membership!;
        Assert.InRange(small.Address.Value, 1ul, 255ul);
    }

    [Fact]
    public void Another_version_is_refused_with_the_versions_spoken()
    {
        Bootstrap("a", new UnicastParameters(Name.Parse("net")) { IsInsecure = true });
        var b = new UnicastIpcProcess("b", _stack, new SpokenProtocols { Enrolment = new("lamina.enrolment", 2, 3) });
        Outcome outcome = Enrol(b, "a");
        Assert.Equal(OutcomeCode.Failed, outcome.Code);
        Assert.Contains("it speaks version 1, this side versions 2 to 3", outcome.Message, StringComparison.Ordinal);
        Assert.False(b.IsEnrolled);
    }

    [Fact]
    public void An_unknown_name_and_a_process_in_no_layer_say_different_things()
    {
        Assert.Equal(OutcomeCode.NotFound, Enrol(New("b"), "nobody").Code);
        New("idle");
        Outcome outcome = Enrol(New("c"), "idle");
        Assert.Equal(OutcomeCode.NotFound, outcome.Code);
        Assert.Contains("nothing behind the name accepts", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_enrolment_flow_is_closed_and_nothing_stays()
    {
        UnicastIpcProcess a = Bootstrap("a", new UnicastParameters(Name.Parse("net")) { IsInsecure = true });
        UnicastIpcProcess b = New("b");
        Assert.Equal(Outcome.Ok, Enrol(b, "a"));
        _stack.RunUntil(() => false, Duration.FromSeconds(40));
        _stack.Do(a.Shutdown);
        _stack.Do(b.Shutdown);
        Assert.Equal(0, _stack.Context.Pool.RentedCount);
        Assert.Equal(0, _stack.Context.Timers.Count);
    }

    [Fact]
    public void A_lower_flow_that_is_too_narrow_is_refused_with_the_numbers()
    {
        Bootstrap("a", new UnicastParameters(Name.Parse("net")) { IsInsecure = true, LowerMaxPacketSize = 1444 });
        UnicastIpcProcess b = New("b");
        Assert.Equal(Outcome.Ok, Enrol(b, "a"));
        _stack.LowerMaxPacketSize = 28;
        Outcome outcome = Run(sink => b.Connect(Name.Parse("a"), ConnectionComponents.All, sink, _stack.Now));
        Assert.Equal(OutcomeCode.Failed, outcome.Code);
        Assert.Contains("28", outcome.Message, StringComparison.Ordinal);
        Assert.Contains("1444", outcome.Message, StringComparison.Ordinal);
        Assert.Empty(b.Adjacencies);
    }

    [Fact]
    public void Routes_follow_connect_and_disconnect()
    {
        UnicastIpcProcess a = Bootstrap("a", new UnicastParameters(Name.Parse("net")) { IsInsecure = true });
        UnicastIpcProcess b = New("b");
        UnicastIpcProcess c = New("c");
        Assert.Equal(Outcome.Ok, Enrol(b, "a"));
        Assert.Equal(Outcome.Ok, Enrol(c, "b"));
        Assert.Equal(Outcome.Ok, Run(sink => b.Connect(Name.Parse("a"), ConnectionComponents.All, sink, _stack.Now)));
        Assert.Equal(Outcome.Ok, Run(sink => c.Connect(Name.Parse("b"), ConnectionComponents.All, sink, _stack.Now)));
        Assert.True(_stack.RunUntil(() => a.Routes.Count == 2 && c.Routes.Count == 2, Duration.FromSeconds(1)));
        Assert.Equal(a.LinkStates.Select(state => (state.Origin, state.Sequence)), c.LinkStates.Select(state => (state.Origin, state.Sequence)));

        Assert.Equal(Outcome.Ok, Run(sink => c.Disconnect(Name.Parse("b"), ConnectionComponents.All, sink, _stack.Now)));
        Assert.True(_stack.RunUntil(() => a.Routes.Count == 1 && b.Routes.Count == 1 && c.Routes.Count == 0, Duration.FromSeconds(1)));
        foreach (UnicastIpcProcess process in new[] { a, b, c })
        {
            _stack.Do(process.Shutdown);
        }

        Assert.Equal(0, _stack.Context.Pool.RentedCount);
        Assert.Equal(0, _stack.Context.Timers.Count);
    }

    private UnicastIpcProcess New(string name)
    {
        var process = new UnicastIpcProcess(name, _stack);
        _stack.Lower[Name.Parse(name)] = process;
        return process;
    }

    private UnicastIpcProcess Bootstrap(string name, UnicastParameters parameters)
    {
        UnicastIpcProcess process = New(name);
        Assert.Equal(Outcome.Ok, Run(sink => process.Bootstrap(parameters, sink, _stack.Now)));
        return process;
    }

    private Outcome Enrol(UnicastIpcProcess process, string through) =>
        Run(sink => process.Enrol(new EnrolmentParameters(Name.Parse(through)) { IsInsecure = true }, sink, _stack.Now));

    private Outcome Run(Action<IOutcomeSink> operation)
    {
        var probe = new OutcomeProbe();
        _stack.Do(_ => operation(probe));
        Assert.True(_stack.RunUntil(() => probe.Outcome is not null, Duration.FromSeconds(60)), "no outcome");
        return probe.Outcome!.Value;
    }
}
