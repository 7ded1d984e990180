using Lamina.Core;

namespace Lamina.Node;

/// <summary>Where the sockets of stacks are.</summary>
public static class RuntimeDirectory
{
    /// <summary>The variable that overrides everything else.</summary>
    public const string Variable = "LAMINA_RUNTIME_DIR";

    /// <summary>The variable that names the stack to use where none is named: a name, or the path of its directory.</summary>
    public const string StackVariable = "LAMINA_STACK";

    /// <summary>The socket of applications in a stack's directory.</summary>
    public const string AttachSocket = "attach.sock";

    /// <summary>What <c>LAMINA_STACK</c> says, else <c>default</c>.</summary>
    public static string DefaultStack => Environment.GetEnvironmentVariable(StackVariable) is { Length: > 0 } chosen ? chosen : "default";

    /// <summary>
    /// <c>LAMINA_RUNTIME_DIR</c>, else <c>/run/lamina</c> for root, else <c>$XDG_RUNTIME_DIR/lamina</c>, else a directory of
    /// this user among the temporary files.
    /// </summary>
    public static string Default
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen)
            {
                return chosen;
            }

            if (Environment.IsPrivilegedProcess)
            {
                return "/run/lamina";
            }

            return Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } run
                ? Path.Combine(run, "lamina")
                : Path.Combine(Path.GetTempPath(), $"lamina-{Environment.UserName}");
        }
    }

    /// <summary>As <see cref="TryFind(string, out string, out string)"/>, for what is known to be good.</summary>
    /// <exception cref="FormatException">It is no name, path or URI of a stack.</exception>
    public static string Of(string stack) => TryFind(stack, out string directory, out string problem) ? directory : throw new FormatException(problem);

    /// <summary>Finds the directory of a stack.</summary>
    /// <param name="stack">A name below <see cref="Default"/>, a path, or a URI: see the other.</param>
    /// <param name="directory">The directory; nothing says that it is there.</param>
    /// <param name="problem">Where it is none of these: a sentence for a person.</param>
    public static bool TryFind(string stack, out string directory, out string problem) => TryFind(stack, Default, out directory, out problem);

    /// <summary>Finds the directory of a stack.</summary>
    /// <param name="stack">
    /// A name below the runtime directory; the path of a directory, or of a socket in it; or a URI of one of them: <c>lamina:NAME</c>,
    /// <c>lamina:/PATH</c>, <c>file:///PATH</c>, with <c>%20</c> and the like where a path needs it.
    /// </param>
    /// <param name="runtime">The runtime directory.</param>
    /// <param name="directory">The directory; nothing says that it is there.</param>
    /// <param name="problem">Where it is none of these: a sentence for a person.</param>
    public static bool TryFind(string stack, string runtime, out string directory, out string problem)
    {
        directory = "";
        if (!TryReadUri(stack, out string place, out problem))
        {
            return false;
        }

        if (place.Contains('/', StringComparison.Ordinal))
        {
            bool isSocket = place.EndsWith(".sock", StringComparison.Ordinal);
            directory = isSocket ? Path.GetDirectoryName(place)! : Path.TrimEndingDirectorySeparator(place);
            return true;
        }

        if (place is "" or "." or ".." || !Name.TryParse(place, out _))
        {
            problem = $"'{stack}' is no stack (a name as in `lamina daemon --stack NAME`, the path of its directory, or a URI: lamina:NAME, file:///PATH)";
            return false;
        }

        directory = Path.Combine(runtime, place);
        return true;
    }

    /// <summary>The names of the stacks in <see cref="Default"/> that have a socket, in order.</summary>
    public static IReadOnlyList<string> RunningStacks()
    {
        try
        {
            return
            [
                .. Directory.EnumerateDirectories(Default)
                    .Where(directory => File.Exists(Path.Combine(directory, AttachSocket)))
                    .Select(directory => Path.GetFileName(directory))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // By hand: System.Uri takes any absolute path for a URI, and lowers the case of what stands behind two slashes.
    private static bool TryReadUri(string stack, out string place, out string problem)
    {
        problem = "";
        place = stack;
        int colon = stack.IndexOf(':', StringComparison.Ordinal);
        string scheme = colon > 0 ? stack[..colon] : "";
        bool isLamina = scheme.Equals("lamina", StringComparison.OrdinalIgnoreCase);
        bool isFile = scheme.Equals("file", StringComparison.OrdinalIgnoreCase);
        if (!isLamina && !isFile)
        {
            if (stack.Contains("://", StringComparison.Ordinal))
            {
                problem = $"'{stack}' is no URI of a stack: its scheme must be lamina or file (lamina:NAME, lamina:/PATH, file:///PATH)";
                return false;
            }

            return true;
        }

        place = Uri.UnescapeDataString(stack[(colon + 1)..]);
        if (place.StartsWith("//", StringComparison.Ordinal))
        {
            place = place[2..];
            // Between two slashes and a third one is a host: none, or this one.
            if (place.StartsWith("localhost/", StringComparison.Ordinal))
            {
                place = place["localhost".Length..];
            }
            else if (place.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && (isFile || slash < place.Length - 1))
            {
                problem = $"'{stack}' names another host: a stack is attached to on its own (file:///PATH has three slashes)";
                return false;
            }

            place = isLamina && place is not "/" ? Path.TrimEndingDirectorySeparator(place) : place;
        }

        if (isFile && !place.StartsWith('/'))
        {
            problem = $"'{stack}' has no absolute path (file:///PATH)";
            return false;
        }

        return true;
    }
}
