using Lamina.Core;
using Lamina.Ipc.Renewing;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Enrolment.Claiming;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Identities;
using Lamina.Security.Tickets;
using Lamina.Security.Tickets.Claims;

namespace Lamina.Simulation.Tests.Security;

/// <summary>Does on a simulated host what a daemon does about its member's credential: looks every ten seconds, and asks in the last third of its life.</summary>
internal sealed class RenewingMember : ITimed, IClaimSink
{
    private static readonly Duration Pause = Duration.FromSeconds(10);

    private readonly SimulatedHost _host;
    private readonly NodeIdentity _identity;
    private readonly LayerCredentials _credentials;
    private readonly UnicastIpcProcess _process;
    private readonly MachineTimer _timer;

    public RenewingMember(SimulatedHost host, NodeIdentity identity, LayerCredentials credentials, UnicastIpcProcess process)
    {
        _host = host;
        _identity = identity;
        _credentials = credentials;
        _process = process;
        _timer = new MachineTimer(host.Context.Timers, this);
        _timer.Set(host.Network.Now + Pause);
    }

    /// <summary>What became of its questions.</summary>
    public List<Outcome> Outcomes { get; } = [];

    public int Renewed => Outcomes.Count(outcome => outcome.IsOk);

    public void Stop() => _timer.Remove();

    public void HandleTimeout(Instant now)
    {
        _timer.Set(now + Pause);
        if (Renewal.Judge(_credentials.Chain.Member, _host.WallClock.WallTime) is RenewalState.Renew or RenewalState.Warn)
        {
            var request = new RenewalRequest(_credentials.Chain, NodeRequest.Of(_identity));
            RenewalAsk.Start(_host.Irm.ServiceFor("renewal"), Name.Parse("net"), request, this, now);
        }
    }

    public void HandleClaimed(Outcome outcome, Welcome? welcome, Instant now)
    {
        Outcomes.Add(outcome);
        if (welcome is not null)
        {
            _credentials.Show(welcome.Membership.Chain!);
            _process.HandleCredentials(now);
        }
    }
}
