using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Lamina.Daemon.Hosting;

/// <summary>Tells systemd how it goes (sd_notify): lines in a datagram on the socket of NOTIFY_SOCKET. Without one, nobody is told.</summary>
public sealed class ServiceManager : IDisposable
{
    private readonly Socket? _socket;
    private readonly CancellationTokenSource _end = new();

    private ServiceManager(Socket? socket, TimeSpan? watchdog, Func<Task> answer)
    {
        _socket = socket;
        if (socket is not null && watchdog is { } interval)
        {
            // Twice as often as asked for, as systemd advises.
            _ = SayAliveAsync(interval / 2, answer);
        }
    }

    /// <summary>The manager that started this process; one that hears nothing where there is none.</summary>
    /// <param name="environment">Its variables.</param>
    /// <param name="answer">Ends when all that must answer has answered: only then the watchdog is told. Fails where something never will.</param>
    public static ServiceManager Connect(Func<string, string?> environment, Func<Task> answer)
    {
        if (environment("NOTIFY_SOCKET") is not { Length: > 1 } path || path[0] is not ('/' or '@'))
        {
            return new ServiceManager(null, null, answer);
        }

        Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path));
            // A manager that does not read must not stop us.
            socket.Blocking = false;
            return new ServiceManager(socket, WatchdogIn(environment), answer);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return new ServiceManager(null, null, answer);
        }
    }

    /// <summary>Sockets are served and the configuration is applied.</summary>
    public void Ready(string status) => Send($"READY=1\nSTATUS={status}");

    /// <summary>The configuration is being read again; <see cref="Ready"/> follows, whatever became of it.</summary>
    public void Reloading() => Send(string.Create(
        CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={(long)(Stopwatch.GetTimestamp() * 1e6 / Stopwatch.Frequency)}\nSTATUS=reading the configuration"));

    /// <summary>The end has begun.</summary>
    public void Stopping() => Send("STOPPING=1\nSTATUS=saying good-bye");

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
        _socket?.Dispose();
    }

    private static TimeSpan? WatchdogIn(Func<string, string?> environment)
    {
        bool isOurs = environment("WATCHDOG_PID") is not { Length: > 0 } pid
            || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return isOurs && long.TryParse(environment("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long period) && period > 0
            ? TimeSpan.FromMicroseconds(period)
            : null;
    }

    private async Task SayAliveAsync(TimeSpan pause, Func<Task> answer)
    {
        // Kept: its source goes with the manager.
        CancellationToken end = _end.Token;
        using PeriodicTimer timer = new(pause);
        try
        {
            while (await timer.WaitForNextTickAsync(end).ConfigureAwait(false))
            {
                if (await HasAnsweredAsync(answer, end).ConfigureAwait(false))
                {
                    Send("WATCHDOG=1");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private static async Task<bool> HasAnsweredAsync(Func<Task> answer, CancellationToken end)
    {
        try
        {
            await answer().WaitAsync(end).ConfigureAwait(false);
            return true;
        }
        catch (InvalidOperationException)
        {
            // A stack that has ended: by a fault, and stays so, or because it is just being taken away.
            return false;
        }
    }

    private void Send(string lines)
    {
        try
        {
            _socket?.Send(Encoding.UTF8.GetBytes(lines));
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // Nobody listens any more; what we do does not depend on it.
        }
    }
}
