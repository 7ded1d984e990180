using Lamina.Core;
using Lamina.Protocols.Routing;

namespace Lamina.Protocols.Tests.Routing;

public class RouteComputerTests
{
    private static readonly Address Self = new(1);

    private readonly LinkStateDatabase _database = new();
    private readonly RouteComputer _computer = new(Self, new LinkStateRouting());
    private Instant _now = Instant.Zero + Duration.FromSeconds(1000);

    public RouteComputerTests() => _database.Offer(new LinkState(Self, 1, [], Instant.Never));

    [Fact]
    public void Changes_within_ten_milliseconds_are_one_computation()
    {
        for (int i = 0; i < 10; i++)
        {
            Change(isNear: false, Duration.FromMilliseconds(1));
        }

        Change(isNear: false, Duration.FromMilliseconds(10));
        Assert.Equal(1, _computer.Computations);
    }

    [Fact]
    public void While_changes_keep_coming_it_computes_once_a_second_and_afterwards_at_once_again()
    {
        for (int i = 0; i < 1000; i++)
        {
            Change(isNear: false, Duration.FromMilliseconds(10));
        }

        Assert.InRange(_computer.Computations, 10, 16);
        Run(Duration.FromSeconds(3));
        Instant changed = _now;
        _computer.HandleGraphChanged(isNear: false, _now);
        Assert.Equal(changed + Duration.FromMilliseconds(10), _computer.NextTimeout);
    }

    [Fact]
    public void A_change_of_an_own_link_never_waits()
    {
        for (int i = 0; i < 100; i++)
        {
            Change(isNear: false, Duration.FromMilliseconds(10));
        }

        _computer.HandleGraphChanged(isNear: true, _now);
        Assert.InRange((_computer.NextTimeout - _now).Milliseconds, 0, 10);
    }

    private void Change(bool isNear, Duration before)
    {
        Run(before);
        _computer.HandleGraphChanged(isNear, _now);
    }

    private void Run(Duration time)
    {
        Instant end = _now + time;
        if (_computer.NextTimeout <= end)
        {
            _now = _computer.NextTimeout;
            _computer.HandleTimeout(_database, _now);
        }

        _now = end;
    }
}
