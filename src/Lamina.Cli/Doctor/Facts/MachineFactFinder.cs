using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lamina.Cli.Status;

namespace Lamina.Cli.Doctor.Facts;

/// <summary>Looks at the machine. It changes nothing, and whatever cannot be learned is left out.</summary>
internal static class MachineFactFinder
{
    public const int DefaultPort = 3435;

    private const int SocketLevel = 1;
    private const int ReceiveBufferForce = 33;
    private const int UdpLevel = 17;
    private const int UdpSegment = 103;
    private const int UdpGro = 104;

    private static readonly TimeSpan ClockWait = TimeSpan.FromMilliseconds(100);

    public static async Task<MachineFacts> FindAsync(CliContext context, CancellationToken cancel) => new()
    {
        Version = VersionCommand.Number,
        Runtime = DirectoryFactFinder.Find(context.RuntimeDirectory),
        State = DirectoryFactFinder.Find(StateDirectory(context)),
        Socket = Try(FindSocket),
        Clock = await FindClockAsync(cancel),
        IsDefaultPortFree = Try<bool?>(() => IsFree(DefaultPort)),
        OpenFiles = Try(FindOpenFiles),
        IsContainer = Try<bool?>(() => File.Exists("/.dockerenv") || File.Exists("/run/.containerenv")),
        HasOwnNetwork = Try(HasOwnNetwork),
    };

    /// <summary>As CLI.md says it; the daemon's own rule, where there is one, is the same.</summary>
    private static string StateDirectory(CliContext context)
    {
        string? Variable(string name) => context.Environment(name) is { Length: > 0 } value ? value : null;
        string home = Variable("HOME") ?? "/";
        return Variable("LAMINA_STATE_DIR")
            ?? (Environment.IsPrivilegedProcess ? "/var/lib/lamina"
                : Path.Combine(Variable("XDG_STATE_HOME") ?? Path.Combine(home, ".local", "state"), "lamina"));
    }

    private static SocketFacts FindSocket()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.ReceiveBufferSize = SocketFacts.AskedToReceive;
        socket.SendBufferSize = SocketFacts.AskedToSend;
        // Root is asked for no system setting.
        _ = Takes(socket, SocketLevel, ReceiveBufferForce, SocketFacts.AskedToReceive);
        // Linux says twice what it was asked for, where it gives that: the other half is for its own overhead.
        int said = OperatingSystem.IsLinux() ? 2 : 1;
        return new SocketFacts(
            socket.ReceiveBufferSize / said, socket.SendBufferSize / said, Takes(socket, UdpLevel, UdpSegment, 0), Takes(socket, UdpLevel, UdpGro, 1));
    }

    private static bool Takes(Socket socket, int level, int option, int value)
    {
        try
        {
            socket.SetRawSocketOption(level, option, BitConverter.GetBytes(value));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool IsFree(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException busy) when (busy.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }

    private static async Task<ClockFacts?> FindClockAsync(CancellationToken cancel)
    {
        DateTimeOffset wall = DateTimeOffset.UtcNow;
        long steady = Stopwatch.GetTimestamp();
        await Task.Delay(ClockWait, cancel);
        TimeSpan drift = DateTimeOffset.UtcNow - wall - Stopwatch.GetElapsedTime(steady);
        // The system's up time counts sleep, the steady clock does not.
        TimeSpan awake = TimeSpan.FromMilliseconds(Environment.TickCount64);
        TimeSpan up = Try<TimeSpan?>(() => TimeSpan.FromSeconds(
            double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture))) ?? awake;
        return new ClockFacts(DateTimeOffset.UtcNow, up > awake ? up - awake : TimeSpan.Zero, drift);
    }

    private static long? FindOpenFiles()
    {
        string? line = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        return long.TryParse(line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(3), CultureInfo.InvariantCulture, out long limit)
            ? limit
            : null;
    }

    private static bool? HasOwnNetwork() =>
        new FileInfo("/proc/self/ns/net").LinkTarget is { } own && new FileInfo("/proc/1/ns/net").LinkTarget is { } first
            ? own != first
            : null;

    private static T? Try<T>(Func<T?> find)
    {
        try
        {
            return find();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SocketException or FormatException)
        {
            return default;
        }
    }
}
