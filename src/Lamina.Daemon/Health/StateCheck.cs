using Lamina.Daemon.Control;

namespace Lamina.Daemon.Health;

/// <summary>Tries to write where the daemon keeps what must outlive it.</summary>
public static class StateCheck
{
    public static HealthCheck Examine(string directory)
    {
        try
        {
            string probe = Path.Combine(directory, $".health-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}");
            File.WriteAllBytes(probe, [1]);
            File.Delete(probe);
            return new("state", HealthStatus.Ok, $"{directory} can be written");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new("state", HealthStatus.Failed, $"{directory} cannot be written: {failure.Message}", "free space there, or give the daemon's user its directory");
        }
    }
}
