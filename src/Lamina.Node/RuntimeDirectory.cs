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

    /// <summary>The directory of a stack: a name below <see cref="Default"/>, a path, or a <c>lamina:</c> or <c>file:</c> URI of one.</summary>
    public static string Of(string stack)
    {
        if (Uri.TryCreate(stack, UriKind.Absolute, out Uri? uri) && uri.Scheme is "lamina" or "file" && uri!.AbsolutePath.Length > 1)
        {
            stack = uri.AbsolutePath;
        }

        if (stack.EndsWith("/" + AttachSocket, StringComparison.Ordinal))
        {
            return Path.GetDirectoryName(stack)!;
        }

        return stack.Contains('/', StringComparison.Ordinal) ? stack : Path.Combine(Default, stack);
    }
}
