using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Wire;
using Lamina.Wire.Offers;

namespace Lamina.Ipc.Tests.Unicast;

/// <summary>Each way of not becoming a member has its own sentence, and leaves nothing.</summary>
public class EnrolmentOutcomeTests
{
    private readonly DirectStack _stack = new(4);

    [Fact]
    public void A_layer_of_another_version_is_refused_by_the_joiner()
    {
        var layer = new LayerParameters(Name.Parse("net"), 1400, Duration.FromSeconds(5)) { IsInsecure = true, Version = 9 };
        Outcome outcome = EnrolThrough(new ForeignMember(_stack.Context, layer));
        Assert.Equal(OutcomeCode.Failed, outcome.Code);
        Assert.Contains("layer 'net' uses version 9, this side speaks 1", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_policy_is_refused_by_the_joiner()
    {
        var layer = new LayerParameters(Name.Parse("net"), 1400, Duration.FromSeconds(5)) { IsInsecure = true, Routing = "telepathy" };
        Outcome outcome = EnrolThrough(new ForeignMember(_stack.Context, layer));
        Assert.Contains("there is no routing policy 'telepathy'", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_asks_for_proofs_is_refused_by_the_joiner()
    {
        var layer = new LayerParameters(Name.Parse("net"), 1400, Duration.FromSeconds(5));
        Outcome outcome = EnrolThrough(new ForeignMember(_stack.Context, layer));
        Assert.Equal(OutcomeCode.Denied, outcome.Code);
    }

    [Fact]
    public void A_member_that_says_nothing_costs_twenty_seconds()
    {
        Instant before = _stack.Now;
        Outcome outcome = EnrolThrough(new ForeignMember(_stack.Context, null));
        Assert.Equal(OutcomeCode.Timeout, outcome.Code);
        Assert.InRange((_stack.Now - before).TotalSeconds, 19.9, 20.1);
    }

    [Fact]
    public void A_program_behind_the_name_is_no_member()
    {
        Outcome outcome = EnrolThrough(new Program());
        Assert.Contains("does not answer like an IPC process", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_cannot_enrol_through_itself_nor_twice()
    {
        UnicastIpcProcess process = New("b");
        Assert.Equal(OutcomeCode.NotFound, Enrol(process, "b").Code);
        Assert.Equal(Outcome.Ok, Run(sink => process.Bootstrap(new UnicastParameters(Name.Parse("net")) { IsInsecure = true }, sink, _stack.Now)));
        Outcome outcome = Enrol(process, "b");
        Assert.Equal(OutcomeCode.Failed, outcome.Code);
        Assert.Contains("a member of layer 'net' already", outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_router_admits_and_what_is_admitted_may_be_a_router()
    {
        UnicastIpcProcess router = New("r");
        Assert.Equal(Outcome.Ok, Run(sink => router.Bootstrap(
            new UnicastParameters(Name.Parse("net")) { IsInsecure = true, IsRouter = true }, sink, _stack.Now)));
        UnicastIpcProcess other = New("s");
        Outcome outcome = Run(sink => other.Enrol(new EnrolmentParameters(Name.Parse("r")) { IsInsecure = true, IsRouter = true }, sink, _stack.Now));
        Assert.Equal(Outcome.Ok, outcome);
        Assert.True(other.Membership!.IsRouter);
        Assert.NotEqual(router.Membership!.Instance, other.Membership.Instance);
    }

    [Fact]
    public void An_enrolment_is_given_up_by_whoever_asked_for_it_and_by_nobody_else()
    {
        _stack.Lower[Name.Parse("member")] = new ForeignMember(_stack.Context, null);
        UnicastIpcProcess process = New("joiner");
        OutcomeProbe first = new();
        OutcomeProbe second = new();
        var wish = new EnrolmentParameters(Name.Parse("member")) { IsInsecure = true };
        _stack.Do(now => process.Enrol(wish, first, now));
        _stack.Do(now => process.Enrol(wish, second, now));
        Assert.Contains("is enrolling already", second.Outcome!.Value.Message, StringComparison.Ordinal);
        _stack.Do(now => process.GiveUp(second, now));
        Assert.Null(first.Outcome);
        _stack.Do(now => process.GiveUp(first, now));
        Assert.Contains("it was given up", first.Outcome!.Value.Message, StringComparison.Ordinal);
        _stack.Do(now => process.GiveUp(first, now));
        Assert.Equal(Outcome.Ok, Run(sink => process.Bootstrap(new UnicastParameters(Name.Parse("net")) { IsInsecure = true }, sink, _stack.Now)));
    }

    [Fact]
    public void A_connection_that_is_given_up_leaves_no_order()
    {
        UnicastIpcProcess process = New("b");
        Assert.Equal(Outcome.Ok, Run(sink => process.Bootstrap(new UnicastParameters(Name.Parse("net")) { IsInsecure = true }, sink, _stack.Now)));
        OutcomeProbe probe = new();
        _stack.Do(now => process.Connect(Name.Parse("gone"), ConnectionComponents.All, probe, now));
        Assert.NotEmpty(process.Adjacencies);
        _stack.Do(now => process.GiveUp(new OutcomeProbe(), now));
        Assert.Null(probe.Outcome);
        _stack.Do(now => process.GiveUp(probe, now));
        Assert.Equal(OutcomeCode.Failed, probe.Outcome!.Value.Code);
        Assert.Empty(process.Adjacencies);
    }

    private Outcome EnrolThrough(IFlowAcceptor member)
    {
        _stack.Lower[Name.Parse("member")] = member;
        UnicastIpcProcess process = New("joiner");
        Outcome outcome = Enrol(process, "member");
        Assert.False(process.IsEnrolled);
        Assert.Null(process.Layer);
        return outcome;
    }

    private UnicastIpcProcess New(string name)
    {
        var process = new UnicastIpcProcess(name, _stack);
        _stack.Lower[Name.Parse(name)] = process;
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

    private sealed class Program : IFlowAcceptor
    {
        public string Description => "program";

        public void HandleArrival(Name name, ArrivingFlow arrival, Instant now) =>
            arrival.Accept(Piggyback.Write([], "welcome"u8), NoFlowUser.Instance, now);
    }
}
