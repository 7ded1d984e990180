using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Security.Primitives;

namespace Lamina.Simulation.Tests.Security;

/// <summary>A clock that is wrong by a year, ahead or behind, at either side: what people read there, and what goes on all the same.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    [Theory]
    [InlineData(1, "ahead", "2027-01-01")]
    [InlineData(-1, "behind", "2025-01-01")]
    public void The_joiners_clock_is_named_where_it_is_read(int years, string which, string date)
    {
        using var lab = new SecureLab(20, 2);
        Bootstrap(lab);
        lab.Host(1).WallClock.Offset = TimeSpan.FromDays(365 * years);
        Outcome refused = Enrol(lab);
        Assert.Equal(OutcomeCode.Denied, refused.Code);
        Assert.Contains($"this host's clock is {which}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(date, refused.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "ahead", "2027-01-01")]
    [InlineData(-1, "behind", "2025-01-01")]
    public void The_members_clock_is_named_at_both_sides(int years, string which, string date)
    {
        using var lab = new SecureLab(21, 2);
        Bootstrap(lab);
        var log = new RecordedEvents();
        lab.Host(0).Context.Events = log;
        lab.Host(0).WallClock.Offset = TimeSpan.FromDays(365 * years);
        Outcome refused = Enrol(lab);
        Assert.Equal(OutcomeCode.Denied, refused.Code);
        Assert.Contains($"the member's clock, {date}", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"is {which}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("clocks of both hosts", refused.Hint, StringComparison.Ordinal);
        Assert.Contains(log.All, line => line.Contains($"this host's clock is {which}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void New_flows_are_refused_with_the_reason_of_clocks_which_the_server_s_log_names_too_and_running_ones_live_on(int years)
    {
        using var lab = new SecureLab(22, 3);
        lab.MakeLayer(_ => lab.Member(life: Life));
        lab.Lab.Serve(0, "oping", "net");
        var flow = new Talker(lab.Host(2), "still here"u8.ToArray());
        flow.Open(lab, "oping");
        var log = new RecordedEvents();
        lab.Host(0).Context.Events = log;
        lab.Host(0).WallClock.Offset = TimeSpan.FromDays(365 * years);
        Assert.Equal(CloseReason.Expired, lab.Lab.Ping(2, "oping", 1));
        Assert.Contains(log.All, line => line.Contains("this host's clock", StringComparison.Ordinal));
        flow.Say(lab);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Who_asks_with_a_wrong_clock_gets_no_new_flow_and_keeps_what_it_has(int years)
    {
        using var lab = new SecureLab(24, 3);
        lab.MakeLayer(_ => lab.Member(life: Life));
        lab.Lab.Serve(0, "oping", "net");
        var flow = new Talker(lab.Host(2), "still here"u8.ToArray());
        flow.Open(lab, "oping");
        lab.Host(2).WallClock.Offset = TimeSpan.FromDays(365 * years);
        Assert.NotEqual(CloseReason.None, lab.Lab.Ping(2, "oping", 1));
        flow.Say(lab);
    }

    [Fact]
    public void A_flow_outlives_the_credentials_of_both_its_ends()
    {
        using var lab = new SecureLab(23, 3);
        lab.MakeLayer(_ => lab.Member(life: Life));
        lab.Lab.Serve(0, "oping", "net");
        var flow = new Talker(lab.Host(2), "still here"u8.ToArray());
        flow.Open(lab, "oping");
        Array.ForEach([0, 1, 2], host => lab.Host(host).WallClock.Offset = TimeSpan.FromDays(60));
        lab.Lab.Network.RunFor(Duration.FromSeconds(60));
        flow.Say(lab);
        Assert.NotEqual(CloseReason.None, lab.Lab.Ping(2, "oping", 1));
    }

    private static void Bootstrap(SecureLab lab)
    {
        UnicastIpcProcess first = lab.Lab.New(0, "net.0");
        var parameters = new UnicastParameters(Name.Parse("net")) { Security = new LayerSecurity(lab.Member(life: Life), [P256.Instance]) };
        Assert.Equal(Outcome.Ok, lab.Lab.Run(0, sink => first.Bootstrap(parameters, sink, lab.Now)));
        lab.Lab.Publish(0, "net.0", first, "ip");
    }

    private static Outcome Enrol(SecureLab lab) =>
        lab.Enrol(1, lab.Lab.New(1, "net.1"), "net.0", new LayerSecurity(lab.Member(life: Life), [P256.Instance]));
}
