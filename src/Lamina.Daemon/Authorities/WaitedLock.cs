using System.Diagnostics;
using Lamina.Daemon.Hosting.State;

namespace Lamina.Daemon.Authorities;

/// <summary>A lock for short changes: who finds it taken waits.</summary>
internal static class WaitedLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="StatePlaceException">Another process did not let it go in time.</exception>
    public static FileStream Take(string file)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException busy) when (File.Exists(file))
            {
                if (Stopwatch.GetElapsedTime(began) >= Patience)
                {
                    throw new StatePlaceException($"another command has had {file} for {Patience.TotalSeconds} s", isDenied: false, busy);
                }

                Thread.Sleep(20);
            }
        }
    }
}
