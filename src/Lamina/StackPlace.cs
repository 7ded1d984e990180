using System.Net.Sockets;
using Lamina.Core;
using Lamina.Node;
using Lamina.Node.Attach;

namespace Lamina;

/// <summary>Where a stack is, and what to say where it is not.</summary>
internal static class StackPlace
{
    /// <exception cref="LaminaException">It is no name, path or URI of a stack.</exception>
    public static string Find(string? stack) => RuntimeDirectory.TryFind(stack ?? RuntimeDirectory.DefaultStack, out string directory, out string problem)
        ? directory
        : throw new LaminaException(LaminaError.InvalidRequest, problem);

    /// <summary>Null: that is no failure of attaching.</summary>
    public static LaminaException? Explain(string directory, Exception failure) => failure switch
    {
        SocketException { SocketErrorCode: SocketError.AccessDenied } => new LaminaException(
            LaminaError.Denied,
            $"no permission to attach to the stack in {directory} (see who may with `ls -l {directory}`, and run this as that user or in that group)",
            failure),
        SocketException refused => new LaminaException(LaminaError.StackUnreachable, WhyUnreachable(directory, refused), failure),
        ArgumentOutOfRangeException => new LaminaException(
            LaminaError.InvalidRequest, $"{directory} is too long a path for a socket (set {RuntimeDirectory.Variable} to a shorter one)", failure),
        AttachException { Outcome: { Code: OutcomeCode.Denied } denied } => new LaminaException(LaminaError.Denied, denied.Message, failure),
        AttachException => new LaminaException(
            LaminaError.StackUnreachable, $"attaching to the stack in {directory} failed: {failure.Message} (is it a daemon of this version? `lamina version`)", failure),
        PlatformNotSupportedException => new LaminaException(LaminaError.StackUnreachable, failure.Message, failure),
        _ => null,
    };

    private static string WhyUnreachable(string directory, SocketException failure)
    {
        string start = Path.GetDirectoryName(directory) == RuntimeDirectory.Default && Path.GetFileName(directory) is var name && name != "default"
            ? $"`lamina daemon --stack {name}`"
            : "`lamina daemon`";
        if (File.Exists(Path.Combine(directory, RuntimeDirectory.AttachSocket)))
        {
            return $"no daemon serves the stack in {directory} any more: its socket is there, and nobody answers (start one again with {start})";
        }

        string others = string.Join(", ", RuntimeDirectory.RunningStacks());
        string what = Directory.Exists(directory) ? $"{failure.Message}" : "there is no such directory";
        return others.Length == 0
            ? $"no daemon serves a stack in {directory}: {what} (start one with {start})"
            : $"no daemon serves a stack in {directory}: {what} (start one with {start}, or choose one that is there: {others})";
    }
}
