using Lamina.Cli.Doctor;
using Lamina.Cli.Doctor.Checks;
using Lamina.Cli.Doctor.Facts;
using Lamina.Cli.Tests.Logging;
using Lamina.Daemon.Authorities;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;
using Lamina.Daemon.Hosting.State;
using Lamina.Daemon.Logging;
using Lamina.Daemon.Metrics;
using Lamina.Node.Metrics;
using Microsoft.Extensions.Logging;

namespace Lamina.Cli.Tests.Authorities;

/// <summary>What a daemon says and does as credentials grow old, by a clock that is moved. Renewal over a layer: RenewalTests of the simulation.</summary>
public sealed class CredentialWatchTests : TwoHosts
{
    private readonly StringWriter _log = new();

    [Fact]
    public async Task Who_is_warned_hears_it_once_a_step_and_doctor_names_what_to_do()
    {
        await JoinAsync();
        await using Watched watched = Watch(Second);
        watched.LookAt(0);
        watched.LookAt(300);
        Assert.Equal("", _log.ToString());
        watched.LookAt(335);
        watched.LookAt(336);
        watched.LookAt(358);
        watched.LookAt(364);
        watched.LookAt(365);
        watched.LookAt(370);
        string[] lines = _log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["<4>110", "<4>110", "<4>110", "<3>111"], lines.Select(line => line.Split(' ')[0]));
        Assert.Equal("<4>110 stack default: the credential for layer 'net' expires in 30 days, on 2027-01-01 00:00Z, and has not been renewed", lines[0]);
        Assert.Equal("<3>111 stack default: the credential for layer 'net' expired on 2027-01-01 00:00:00Z, and the clock here says 2027-01-01 00:00:00Z", lines[3]);
        Finding finding = Assert.Single(Findings(watched.State));
        Assert.Equal((Severity.Error, "credential"), (finding.Severity, finding.Check));
        Assert.Contains("lamina layer-authority request", finding.Hint);
        Assert.Equal("expired", Assert.Single(watched.State.Report.Credentials!).State);
    }

    [Fact]
    public async Task A_clock_wrong_by_a_year_is_named()
    {
        await JoinAsync();
        await using Watched watched = Watch(Second);
        watched.LookAt(-365);
        Assert.Contains("is valid from 2025-12-31 23:50:00Z on, and the clock here says 2025-01-01 00:00:00Z: one of the clocks is wrong", _log.ToString());
        Assert.Equal("notYetValid", Assert.Single(watched.State.Report.Credentials!).State);
        watched.LookAt(1);
        Assert.Equal("fine", Assert.Single(watched.State.Report.Credentials!).State);
    }

    [Fact]
    public async Task The_authoritys_own_credential_is_renewed_at_two_thirds_and_after_its_end()
    {
        await First.DoAsync("layer-authority init net");
        await using Watched watched = Watch(First);
        string first = Assert.Single(watched.State.Report.Credentials!).Serial;
        watched.LookAt(200);
        Assert.Equal(first, Assert.Single(watched.State.Report.Credentials!).Serial);
        watched.LookAt(250);
        CredentialEntry second = Assert.Single(watched.State.Report.Credentials!);
        Assert.NotEqual(first, second.Serial);
        Assert.Equal(("fine", Clock.Now.AddDays(365)), (second.State, second.NotAfter));
        Assert.Equal($"<6>112 stack default: the credential for layer 'net' is renewed: {second.Serial}, until {second.NotAfter.UtcDateTime:yyyy-MM-dd HH:mm'Z'}\n", _log.ToString());
        // A machine that was off for years.
        watched.LookAt(2000);
        Assert.Equal("fine", Assert.Single(watched.State.Report.Credentials!).State);
    }

    [Fact]
    public async Task A_revoked_one_is_not_renewed()
    {
        await First.DoAsync("layer-authority init net");
        await using Watched watched = Watch(First);
        await First.DoAsync($"layer-authority revoke net {Assert.Single(watched.State.Report.Credentials!).Serial}");
        watched.LookAt(250);
        Assert.Equal("revoked", Assert.Single(watched.State.Report.Credentials!).State);
        Assert.Equal("<3>111 stack default: the credential for layer 'net' was revoked\n", _log.ToString());
    }

    [Fact]
    public async Task A_daemon_sees_what_was_installed_after_its_start()
    {
        await First.DoAsync("layer-authority init net");
        string request = await Second.DoAsync("layer-authority request");
        await using Watched watched = Watch(Second);
        Assert.Null(watched.State.Report.Credentials);
        await Second.DoAsync("layer-authority install -", await First.DoAsync("layer-authority issue net --for - --all-names", request));
        Assert.Equal("fine", Assert.Single(watched.State.Report.Credentials!).State);

        MetricSet metrics = new();
        CredentialMetrics.Add(metrics, watched.State.Keep!.Memberships!());
        Assert.Contains("lamina_credential_expiry_timestamp_seconds{layer=\"net\"} 1798761600\n", OpenMetricsText.Write(metrics));
    }

    private static IEnumerable<Finding> Findings(StackState state) => IdentityCheck.Examine(new StackFacts(StackPaths.Resolve("default", "/run"))
    {
        Status = new StatusReport("default", "0", 1, [], new ResourceUse(0, 0, 0)) { State = state.Report },
    });

    private Watched Watch(Host host) => new(host, Clock, new LineLogger(_log, LogLevel.Information, isJournal: true, Clock));

    private sealed class Watched : IAsyncDisposable
    {
        private readonly SteppedClock _clock;
        private readonly CredentialWatch _watch;
        private readonly DateTimeOffset _began;

        public Watched(Host host, SteppedClock clock, ILogger log)
        {
            _clock = clock;
            _began = clock.Now;
            State = StackState.Open(host.Stack, clock);
            _watch = new CredentialWatch("default", host.Stack, State.Identity, State.Memberships!, clock, log);
        }

        public StackState State { get; }

        public void LookAt(int day)
        {
            _clock.Now = _began.AddDays(day);
            _watch.LookOnce();
        }

        public async ValueTask DisposeAsync()
        {
            await _watch.DisposeAsync();
            State.Dispose();
        }
    }
}
