using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Ipcp;

/// <summary>lamina ipcp impair NAME TEXT|off</summary>
internal static class ImpairCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> name = CommonOptions.Ipcp();
        Argument<string> impairment = new("IMPAIRMENT")
        {
            Description = "Words with commas between, as delay=20ms,loss=1%; off: no more",
        };
        Command command = new(
            "impair",
            "Makes the port of a udp process worse on purpose, from now on. Words: delay=TIME, jitter=TIME, loss=%, "
            + "burst=BEGIN%/END%[/LOSS%], reorder=%[/TIME], duplicate=%, corrupt=%, rate=RATE, queue=BYTES, mtu=BYTES, "
            + "outage[=TIME[/EVERY]], way=both|out|in (both: each by itself), seed=N. "
            + "Example: lamina ipcp impair udp.a delay=20ms,jitter=2ms,loss=1%,rate=100mbit")
        {
            name, impairment,
        };
        command.SetOperation(context, (stack, result, cancel) =>
            stack.ImpairAsync(result.GetRequiredValue(name), new ImpairRequest(result.GetRequiredValue(impairment)), cancel));
        return command;
    }
}
