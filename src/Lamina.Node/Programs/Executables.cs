using System.Globalization;

namespace Lamina.Node.Programs;

/// <summary>What the system calls a program: the path of its executable without links, so that two ways to it are one.</summary>
internal static class Executables
{
    private const string Deleted = " (deleted)";

    /// <summary>The executable that a process runs; empty where the system does not say.</summary>
    public static string OfProcess(int processId)
    {
        try
        {
            string? target = new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/exe")).LinkTarget;

            // A program that was replaced by a newer one while it runs is still that program.
            return target is null ? ""
                : target.EndsWith(Deleted, StringComparison.Ordinal) ? target[..^Deleted.Length]
                : target;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Follows every link of a path; null where it leads to no file.</summary>
    public static string? Resolve(string path)
    {
        try
        {
            string resolved = "/";
            foreach (string part in Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                resolved = Path.Combine(resolved, part);
                if (new FileInfo(resolved).ResolveLinkTarget(returnFinalTarget: true) is { } target)
                {
                    // Its own directory may be reached by a link again.
                    resolved = target.FullName == resolved ? resolved : Resolve(target.FullName) ?? target.FullName;
                }
            }

            return Path.Exists(resolved) ? resolved : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
