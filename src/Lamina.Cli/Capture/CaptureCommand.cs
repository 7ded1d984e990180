using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Capture;

/// <summary>lamina capture [IPCP...] [-w FILE|-] [-c COUNT] [--snaplen N]</summary>
internal static class CaptureCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string[]> ipcps = new("IPCP")
        {
            Description = "Bearers whose datagrams are captured; default: all",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> file = new("--write", "-w") { Description = "The file to write; - and default: standard output", HelpName = "FILE" };
        Option<int?> count = new Option<int?>("--count", "-c") { Description = "Packets after which it ends; default: until interrupted", HelpName = "N" }
            .Within(1, int.MaxValue);
        Option<int?> snapLength = new Option<int?>("--snaplen") { Description = "Most bytes of a packet that are kept; default: all", HelpName = "N" }
            .Within(1, 65535);
        Command command = new(
            "capture", "Captures what passes the bearers, for Wireshark (pcapng). Example: lamina capture -w - | wireshark -k -i -")
        {
            ipcps, file, count, snapLength,
        };
        command.SetAction(async (result, cancel) =>
        {
            string? path = result.GetValue(file);
            if (path is null && context.HasOutputTerminal)
            {
                throw new CommandException(
                    ExitCode.Usage, "a capture is bytes that no terminal shows", "lamina capture -w capture.pcapng, or lamina capture | wireshark -k -i -");
            }

            IStackControl control = context.OpenControl(GlobalOptions.StackIn(result, context));
            using IDisposable? closing = control as IDisposable;
            CaptureRequest request = new(result.GetValue(ipcps) ?? [], result.GetValue(count) ?? 0, result.GetValue(snapLength) ?? 0);
            return await new CaptureRun(context, path is "-" ? null : path).RunAsync(control, request, cancel);
        });
        return command;
    }
}
