using System.CommandLine;
using System.Net.Sockets;
using Lamina.Cli.Doctor.Facts;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Client;
using Lamina.Daemon.Hosting;

namespace Lamina.Cli.Rendering;

/// <summary>A stack that cannot be reached: what to start, or which stacks there are instead.</summary>
internal sealed class StackFailure(CliContext context, ParseResult result)
{
    /// <summary>The command that starts the stack of the line.</summary>
    public string StartDaemon => GlobalOptions.IsStackOpen(result, context)
        ? "lamina daemon"
        : $"lamina daemon --stack {GlobalOptions.StacksIn(result, context)[0].Name}";

    public int Write(DaemonUnreachableException unreachable) => unreachable.IsDenied
        ? Failure.Write(context.Error, ExitCode.Denied, unreachable.Message, "run it as the user of the daemon, or as one whom it lets in; \"access\" in its configuration gives rights (a new member of a group logs in anew)")
        : Write(unreachable.Message);

    public int Write(string message) => Failure.Write(context.Error, ExitCode.DaemonNotReachable, message + Others(), StartDaemon);

    private string Others()
    {
        string[] running = [.. StackChoice.List(context).Where(IsAlive).Select(stack => stack.Name)];
        return running.Length == 0 ? "" : $"; stacks that run here: {string.Join(", ", running)} (--stack NAME)";
    }

    private static bool IsAlive(StackPaths stack)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(stack.ControlSocket));
            return true;
        }
        catch (Exception gone) when (gone is SocketException or ArgumentException)
        {
            return false;
        }
    }
}
