using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Udp;
using Lamina.Ipc.Unicast;
using Lamina.Simulation.Programs;

namespace Lamina.Simulation.Networks;

/// <summary>
/// What the person at a host does after switching it on: makes the bearer, enrols a member of each layer through a
/// neighbour that is in it, publishes it, connects it along the links, and registers the programs' names. What fails is
/// tried again after a pause. Ends with the host: where it dies, no outcome comes any more.
/// </summary>
internal sealed class Joining(LayerNetwork network, Station station)
{
    private const string Bearer = "udp";

    private static readonly Duration Look = Duration.FromMilliseconds(50);
    private static readonly Duration Again = Duration.FromMilliseconds(500);

    private readonly SimulatedHost _host = station.Host;
    private readonly int _life = station.Life;

    private bool IsOver => !station.IsAlive || station.Life != _life;

    public async Task RunAsync()
    {
        AddBearer();
        for (int layer = 0; layer < network.Scenario.Layers; layer++)
        {
            UnicastIpcProcess member = Add(layer);
            bool isFounder = network.TryFound(layer, station);
            for (int attempt = 0; !member.IsEnrolled; attempt++)
            {
                Station? sponsor = SponsorFor(layer, attempt);
                if (isFounder || sponsor is not null)
                {
                    Note(await Do((sink, now) => Begin(member, layer, isFounder ? null : sponsor, sink, now)));
                }

                await network.Pause(sponsor is null || member.IsEnrolled ? Look : Again);
            }

            var name = Name.Parse(station.MemberName(layer));
            string lower = layer == 0 ? Bearer : LayerNetwork.LayerName(layer - 1);
            _host.Irm.BindProcess(name, member.Name);
            while (!Note(await Do((sink, now) => _host.Irm.RegisterInLayer(name, lower, sink, now))).IsOk)
            {
                await network.Pause(Again);
            }

            station.Enter(layer, member);
            Connecting[] connections = ConnectAll(layer);
            while (!Array.TrueForAll(connections, connection => connection.HasTried))
            {
                await network.Pause(Look);
            }
        }

        foreach ((Name name, IFlowAcceptor program) in Programs())
        {
            _host.Irm.Bind(name, program);
            string top = LayerNetwork.LayerName(network.Scenario.Layers - 1);
            while (!Note(await Do((sink, now) => _host.Irm.RegisterInLayer(name, top, sink, now))).IsOk)
            {
                await network.Pause(Again);
            }
        }

        station.StandingSince = IsOver ? station.StandingSince : network.Network.Now;
    }

    private void AddBearer()
    {
        var settings = new UdpSettings
        {
            Layer = Bearer,
            IsInsecure = true,
            Peers = [.. station.Links.Select(link => link.Other(station).Port.Local)],
        };
        _host.Irm.Add(new UdpIpcProcess(Bearer, settings, station.Port, _host.Irm));
    }

    private UnicastIpcProcess Add(int layer)
    {
        var member = new UnicastIpcProcess(station.MemberName(layer), _host.Irm);
        _host.Irm.Add(member);
        return member;
    }

    private void Begin(UnicastIpcProcess member, int layer, Station? sponsor, IOutcomeSink sink, Instant now)
    {
        if (sponsor is not null)
        {
            member.Enrol(new EnrolmentParameters(Name.Parse(sponsor.MemberName(layer))) { IsInsecure = true }, sink, now);
            return;
        }

        var parameters = new UnicastParameters(Name.Parse(LayerNetwork.LayerName(layer)))
        {
            IsInsecure = true,
            Routing = network.Scenario.Routing,
            Directory = network.Scenario.Directory,
        };
        member.Bootstrap(parameters, sink, now);
    }

    // Another neighbour each time: the first may be behind a link that is cut.
    private Station? SponsorFor(int layer, int attempt)
    {
        Station[] sponsors = [.. station.Links.Select(link => link.Other(station)).Where(other => other.Member(layer) is not null)];
        return sponsors.Length == 0 ? null : sponsors[attempt % sponsors.Length];
    }

    private Connecting[] ConnectAll(int layer)
    {
        Connecting[] connections =
        [
            .. station.Links
                .Where(link => link.Other(station).Member(layer) is not null && link.TryClaim(layer, station))
                .Select(link => new Connecting(network, station, link, layer)),
        ];
        Array.ForEach(connections, connection => network.Keep(connection.RunAsync()));
        return connections;
    }

    private IEnumerable<(Name Name, IFlowAcceptor Program)> Programs()
    {
        yield return (station.EchoName, new EchoServer(_host.Irm.ServiceFor("echo")));
        if (network.Scenario.Workload.Transfers > 0)
        {
            yield return (station.SinkName, new TransferSink(_host.Irm.ServiceFor("sink"), network.Ledger));
        }
    }

    private Outcome Note(Outcome outcome)
    {
        station.Trouble = outcome.Message;
        return outcome;
    }

    private Pending Do(Action<IOutcomeSink, Instant> operation)
    {
        var pending = new Pending(network.Network);
        _host.Do(now => operation(pending, now));
        return pending;
    }
}
