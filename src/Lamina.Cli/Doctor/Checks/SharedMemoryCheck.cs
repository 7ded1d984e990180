using Lamina.Cli.Doctor.Facts;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>Whether programs had to do without shared memory.</summary>
internal static class SharedMemoryCheck
{
    public static IEnumerable<Finding> Examine(StackFacts stack)
    {
        if (stack.Status?.OverSocket is { Count: > 0 } programs)
        {
            yield return Finding.Note(
                "shared-memory",
                $"process {string.Join(", ", programs)} shares no memory with the daemon: packets go over the socket, which is slower",
                "look for a sandbox that forbids memfd_create, for `ulimit -n`, and for LAMINA_SHARED_MEMORY=off");
        }
    }
}
