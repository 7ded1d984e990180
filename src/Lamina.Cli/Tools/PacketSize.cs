namespace Lamina.Cli.Tools;

/// <summary>Whether packets of the size that was asked for fit the flow: flows without fragments take less than others.</summary>
internal static class PacketSize
{
    public static void Examine(Flow flow, int size)
    {
        if (size > flow.MaxMessageSize)
        {
            throw new CommandException(
                ExitCode.Usage,
                $"--size {size}: this flow takes messages of at most {flow.MaxMessageSize} bytes",
                $"-s {flow.MaxMessageSize}, or -q data");
        }
    }
}
