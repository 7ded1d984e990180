using Lamina.Cli.Doctor.Facts;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>Whether a daemon of this user can have its sockets and its state, and room for them.</summary>
internal static class DirectoryCheck
{
    private const long LeastFree = 16 << 20;

    public static IEnumerable<Finding> Examine(MachineFacts facts) =>
        [.. Examine(facts.Runtime, "runtime", "LAMINA_RUNTIME_DIR"), .. Examine(facts.State, "state", "LAMINA_STATE_DIR")];

    private static IEnumerable<Finding> Examine(DirectoryFacts directory, string what, string variable)
    {
        string check = $"{what}-directory";
        if (!directory.IsWritable)
        {
            string done = directory.Exists ? "written" : "made";
            yield return Finding.Warning(
                check, $"the {what} directory {directory.Path} cannot be {done} by this user: a daemon of this user cannot start there",
                $"{variable}=DIRECTORY lamina daemon, or run it as the user who owns the directory");
        }

        if (directory.IsOpenToAll)
        {
            yield return Finding.Error(
                check, $"any user can change what is in the {what} directory {directory.Path}", $"chmod o-w {directory.Path}");
        }

        if (directory.FreeBytes is < LeastFree and var free)
        {
            yield return Finding.Warning(
                check, $"the disk of the {what} directory {directory.Path} has {free >> 10} KiB left", $"df -h {directory.Path}");
        }
    }
}
