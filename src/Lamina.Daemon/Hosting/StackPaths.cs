using System.Text;

namespace Lamina.Daemon.Hosting;

/// <summary>The places of one stack in the runtime directory.</summary>
/// <param name="Name">The stack's name: the last part of its directory.</param>
/// <param name="Directory">Its directory.</param>
public sealed record StackPaths(string Name, string Directory)
{
    /// <summary>Longest path that a Unix socket address holds (sun_path, with its final 0).</summary>
    public const int MaxSocketPath = 107;

    /// <summary>Management: HTTP.</summary>
    public string ControlSocket => Path.Combine(Directory, "control.sock");

    /// <summary>Applications: the attach protocol.</summary>
    public string AttachSocket => Path.Combine(Directory, "attach.sock");

    /// <summary>Held by the daemon that runs the stack.</summary>
    public string LockFile => Path.Combine(Directory, "lock");

    /// <summary>True where its sockets can have their paths.</summary>
    public bool FitsSockets => Encoding.UTF8.GetByteCount(ControlSocket) <= MaxSocketPath;

    /// <summary>A name lives in the runtime directory; whatever has a slash is the stack's directory itself.</summary>
    public static StackPaths Resolve(string nameOrPath, string runtimeDirectory)
    {
        string directory = nameOrPath.Contains('/', StringComparison.Ordinal)
            ? Path.GetFullPath(nameOrPath)
            : Path.Combine(runtimeDirectory, nameOrPath);
        directory = Path.TrimEndingDirectorySeparator(directory);
        return new StackPaths(Path.GetFileName(directory), directory);
    }

    /// <summary>The stacks that have sockets in the runtime directory, by name; some may be dead.</summary>
    public static IReadOnlyList<StackPaths> List(string runtimeDirectory)
    {
        if (!System.IO.Directory.Exists(runtimeDirectory))
        {
            return [];
        }

        return [.. System.IO.Directory.EnumerateDirectories(runtimeDirectory)
            .Select(directory => new StackPaths(Path.GetFileName(directory), directory))
            .Where(stack => File.Exists(stack.ControlSocket))
            .OrderBy(stack => stack.Name, StringComparer.Ordinal)];
    }
}
