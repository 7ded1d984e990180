namespace Lamina.Daemon.Hosting;

/// <summary>Where sockets live: LAMINA_RUNTIME_DIR, else /run/lamina for root, else $XDG_RUNTIME_DIR/lamina.</summary>
public static class RuntimeDirectory
{
    public static string Find(Func<string, string?> environment)
    {
        if (environment("LAMINA_RUNTIME_DIR") is { Length: > 0 } chosen)
        {
            return chosen;
        }

        if (Environment.IsPrivilegedProcess)
        {
            return "/run/lamina";
        }

        string parent = environment("XDG_RUNTIME_DIR") is { Length: > 0 } runtime
            ? runtime
            : Path.Combine(Path.GetTempPath(), $"user-{Environment.UserName}");
        return Path.Combine(parent, "lamina");
    }

    /// <summary>The stacks that have a directory there, by name.</summary>
    public static IReadOnlyList<StackPaths> ListStacks(string runtimeDirectory)
    {
        if (!Directory.Exists(runtimeDirectory))
        {
            return [];
        }

        return [.. Directory.EnumerateDirectories(runtimeDirectory)
            .Select(directory => new StackPaths(Path.GetFileName(directory), directory))
            .Where(stack => File.Exists(stack.ControlSocket))
            .OrderBy(stack => stack.Name, StringComparer.Ordinal)];
    }
}
