namespace Lamina.Core.Tests.Scheduling;

public sealed class DeparturesTests
{
    [Fact]
    public void Who_waits_is_called_again_in_the_same_order_and_who_has_left_is_not()
    {
        var called = new List<string>();
        var departures = new Departures();
        departures.Add(new Traveller("patient", waits: true, called));
        departures.Add(new Traveller("hasty", waits: false, called));
        departures.Add(new Traveller("calm", waits: true, called));

        Assert.False(departures.Run(mayWait: true, Instant.Zero));
        Assert.Equal(["patient", "hasty", "calm"], called);

        called.Clear();
        Assert.True(departures.Run(mayWait: false, Instant.Zero));
        Assert.Equal(["patient", "calm"], called);
        Assert.True(departures.IsEmpty);
    }

    [Fact]
    public void A_domain_that_is_run_to_its_end_keeps_nothing_back()
    {
        var called = new List<string>();
        var domain = new MachineContext(new PacketPool(), new SeededRandom(1));
        domain.Departures.Add(new Traveller("patient", waits: true, called));
        domain.Run(Instant.Zero);
        Assert.Equal(["patient"], called);
        Assert.True(domain.Departures.IsEmpty);
    }

    private sealed class Traveller(string name, bool waits, List<string> called) : IDeparture
    {
        public bool TryDepart(bool mayWait, Instant now)
        {
            called.Add(name);
            return !(waits && mayWait);
        }
    }
}
