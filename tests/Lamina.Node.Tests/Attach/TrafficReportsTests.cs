using Lamina.Core;
using Lamina.Node.Attach;
using Lamina.Node.Attach.Direct;
using Lamina.Wire.Attach;

namespace Lamina.Node.Tests.Attach;

/// <summary>What a program says of the traffic that its daemon does not see, and what becomes of that when the daemon goes.</summary>
public sealed class TrafficReportsTests
{
    private readonly TimerQueue _timers = new();
    private readonly List<uint> _told = [];
    private readonly TrafficReports _reports;
    private bool _hasGone;
    private Instant _now = Instant.Zero;

    public TrafficReportsTests() => _reports = new TrafficReports(_timers, () => true, (traffic, _) =>
    {
        _told.Add(traffic.Flow);
        if (_hasGone)
        {
            // What the control channel does when its socket turns out to be dead.
            _reports!.Clear();
        }
    });

    [Fact]
    public void A_daemon_that_goes_while_it_is_told_ends_the_report()
    {
        Move(NewFlow(1), NewFlow(2), NewFlow(3));
        _hasGone = true;
        RunASecond();
        Assert.Single(_told);
        Assert.Equal(Instant.Never, _timers.FindNextTimeout());
    }

    [Fact]
    public void Its_successor_is_told_what_moves_then()
    {
        PassedTraffic[] flows = [NewFlow(1), NewFlow(2), NewFlow(3)];
        Move(flows);
        _hasGone = true;
        RunASecond();
        _hasGone = false;
        _told.Clear();
        Move(flows);
        RunASecond();
        AssertTold(1, 2, 3);
    }

    [Fact]
    public void What_moved_is_told_once()
    {
        Move(NewFlow(1), NewFlow(2));
        RunASecond();
        RunASecond();
        AssertTold(1, 2);
    }

    private void AssertTold(params uint[] flows)
    {
        _told.Sort();
        Assert.Equal(flows, _told);
    }

    private PassedTraffic NewFlow(uint number) => new(_reports, new AttachedFlow(null!, number, new AttachFlowLimits { Credit = 1 }));

    private void Move(params PassedTraffic[] flows) => Array.ForEach(flows, flow => flow.HandleSent(1, 64, _now));

    private void RunASecond()
    {
        _now += Duration.FromSeconds(1);
        _timers.Run(_now);
    }
}
