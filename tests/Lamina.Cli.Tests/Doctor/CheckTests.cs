using Lamina.Cli.Doctor;
using Lamina.Cli.Doctor.Facts;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;

namespace Lamina.Cli.Tests.Doctor;

/// <summary>The checks, with made-up facts: what each says, how much it matters, and that a healthy machine is left alone.</summary>
public sealed class CheckTests
{
    private static readonly MachineFacts Healthy = new()
    {
        Version = "1.0",
        Runtime = new DirectoryFacts("/run/lamina", true, true) { FreeBytes = 1L << 30 },
        State = new DirectoryFacts("/var/lib/lamina", false, true) { FreeBytes = 1L << 30 },
        Socket = new SocketFacts(SocketFacts.AskedToReceive, SocketFacts.AskedToSend, true, true),
        Clock = new ClockFacts(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.Zero, TimeSpan.Zero),
        IsDefaultPortFree = true,
        OpenFiles = 4096,
    };

    private static readonly StackFacts Running = new(new StackPaths("default", "/run/lamina/default"))
    {
        HasSocket = true,
        Status = new StatusReport("default", "1.0", 5, [], default),
    };

    [Fact]
    public void Nothing_is_said_of_what_is_well_or_unknown()
    {
        Assert.Empty(Checkup.Examine(Healthy, [Running]));
        Assert.Empty(Checkup.Examine(Healthy with { Socket = null, Clock = null, IsDefaultPortFree = null, OpenFiles = null }, [Running]));
    }

    [Fact]
    public void The_machine()
    {
        Says(Healthy with { Runtime = Healthy.Runtime with { IsWritable = false } }, Severity.Warning, "cannot be written by this user");
        Says(Healthy with { State = Healthy.State with { IsWritable = false } }, Severity.Warning, "the state directory /var/lib/lamina cannot be made");
        Says(Healthy with { Runtime = Healthy.Runtime with { IsOpenToAll = true } }, Severity.Error, "any user can change");
        Says(Healthy with { State = Healthy.State with { FreeBytes = 5 << 10 } }, Severity.Warning, "has 5 KiB left");
        Says(Healthy with { Socket = Healthy.Socket! with { Receive = 212_992 } }, Severity.Note, "gets 208 KiB to receive");
        Says(Healthy with { Socket = Healthy.Socket! with { Send = 4096 } }, Severity.Warning, "gets 4 KiB to send");
        Says(Healthy with { Socket = Healthy.Socket! with { CutsTrains = false } }, Severity.Note, "no UDP_SEGMENT:");
        Says(Healthy with { Clock = Healthy.Clock! with { Now = DateTimeOffset.UnixEpoch } }, Severity.Warning, "the clock says 1970-01-01");
        Says(Healthy with { Clock = Healthy.Clock! with { Drift = TimeSpan.FromSeconds(-3) } }, Severity.Warning, "jumped by -3.0 s");
        Says(Healthy with { Clock = Healthy.Clock! with { Suspended = TimeSpan.FromHours(1) } }, Severity.Note, "slept for 3600 s");
        Says(Healthy with { OpenFiles = 256 }, Severity.Warning, "may have 256 files open");
        Says(Healthy with { IsDefaultPortFree = false }, Severity.Note, "UDP port 3435 is in use by another program");
        Says(Healthy with { IsContainer = true }, Severity.Note, "this is a container");
        Says(Healthy with { HasOwnNetwork = true }, Severity.Note, "network namespace");
    }

    [Fact]
    public void The_daemon()
    {
        DaemonUnreachableException gone = new("/s", new IOException());
        StackFacts dead = Running with { Status = null, Problem = "no daemon answers on /s", Unreachable = gone };
        Says(dead with { HasSocket = false }, Severity.Note, "no daemon runs here");
        Says(dead, Severity.Warning, "the daemon was killed");
        Says(dead with { IsNamed = true }, Severity.Error, "no daemon answers on /s");
        Says(Running with { Status = Running.Status! with { Version = "0.9" } }, Severity.Warning, "is lamina 0.9, this program is 1.0");
    }

    [Fact]
    public void The_network()
    {
        ProcessFacts member = new(new IpcpEntry("u1", "unicast", "net", "operational", false, 0))
        {
            Members = 2,
            MaxPacketSize = 1400,
            Adjacencies = [new AdjacencyFacts("u2", "dt", "up", "")],
        };
        Assert.Empty(Checkup.Examine(Healthy, [With(member)]));
        Says(With(member with { Members = 1 }), Severity.Note, "u1 is the only member of layer net");
        Says(With(member with { Adjacencies = [] }), Severity.Warning, "u1 has no neighbour, but layer net has other members");
        ProcessFacts joined = member with { Adjacencies = [], Members = 1, Info = new() { ["enrolledThrough"] = "u2" } };
        Assert.Equal("lamina ipcp connect u1 --dst u2", Assert.Single(Checkup.Examine(Healthy, [With(joined)])).Hint);
        Says(With(member with { MaxPacketSize = 1200 }), Severity.Warning, "have at most 1200 bytes");
        Says(With(member with { Entry = member.Entry with { Insecure = true } }), Severity.Note, "peers prove nothing in net");
        Says(
            With(member with { Adjacencies = [new AdjacencyFacts("u2", "dt", "connecting", "no answer in time")] }),
            Severity.Warning, "the adjacency of u1 (layer net) with u2 is not there yet: no answer in time");
        Says(
            With(member with { Adjacencies = [new AdjacencyFacts("7", "dt", "down", ""), new AdjacencyFacts("7", "mgmt", "up", "")] }),
            Severity.Warning, "with 7 is down");
        ProcessFacts bearer = new(new IpcpEntry("eth", "udp", "ip", "operational", false, 0));
        Says(
            With(bearer with { Adjacencies = [new AdjacencyFacts("10.0.0.2:3435", "peer", "silent", "")] }),
            Severity.Warning, "peer 10.0.0.2:3435 of eth (layer ip) does not answer");
        Says(
            With(bearer with { Entry = bearer.Entry with { Impairment = "loss=5%" } }), Severity.Warning, "eth is impaired on purpose: loss=5%");
        Says(
            Running with { Status = Running.Status! with { OverSocket = [7] } }, Severity.Note, "process 7 shares no memory with the daemon");
        Says(
            Running with { Names = [new NameEntry("ghost", [], ["u1"])] }, Severity.Warning, "'ghost' is registered with u1, and nobody serves it");
        Says(
            Running with { Names = [new NameEntry("echo", ["process 7 (x)"], [])] }, Severity.Note, "'echo' is served, and registered in no layer");
        Says(
            Running with { Names = [new NameEntry("b", [], ["u1"], [new ProgramEntry("/bin/b", true, [], "failed to start: exit code 1")])] },
            Severity.Warning, "/bin/b behind 'b': failed to start");
        Assert.Empty(Checkup.Examine(Healthy, [Running with { Names = [new NameEntry("u1", ["ipcp u1"], [])] }]));
    }

    [Fact]
    public void Errors_come_first() => Assert.Equal(
        [Severity.Error, Severity.Warning, Severity.Note],
        Checkup.Examine(
            Healthy with { IsContainer = true, OpenFiles = 5, Runtime = Healthy.Runtime with { IsOpenToAll = true } }, [Running]).Select(finding => finding.Severity));

    private static StackFacts With(ProcessFacts process) => Running with { Processes = [process] };

    private static void Says(MachineFacts machine, Severity severity, string message) => Says(machine, Running, severity, message);

    private static void Says(StackFacts stack, Severity severity, string message) => Says(Healthy, stack, severity, message);

    private static void Says(MachineFacts machine, StackFacts stack, Severity severity, string message)
    {
        Finding finding = Assert.Single(Checkup.Examine(machine, [stack]));
        Assert.Equal(severity, finding.Severity);
        Assert.Contains(message, finding.Message);
        Assert.True(finding.Hint.Length > 0, $"{finding.Message}: what is to be done?");
    }
}
