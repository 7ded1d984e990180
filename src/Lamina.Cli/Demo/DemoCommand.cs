using System.CommandLine;

namespace Lamina.Cli.Demo;

/// <summary>lamina demo</summary>
internal static class DemoCommand
{
    public static Command Create(CliContext context)
    {
        Command command = new("demo", "Runs a whole network in this process, on real UDP sockets, and shows it. Example: lamina demo");
        command.SetAction(async (_, cancel) =>
        {
            await using DemoNetwork network = await DemoNetwork.StartAsync(context, "a", "b", "c");
            return await new DemoTour(context, network).RunAsync(cancel);
        });
        return command;
    }
}
