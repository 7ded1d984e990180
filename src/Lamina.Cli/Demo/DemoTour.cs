using System.Globalization;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Demo;

/// <summary>
/// The tour: the four-member unicast layer of the Ouroboros paper (section 5.10, example 1) with UDP in place of Ethernet.
/// Every line after a dollar sign is run by the program's own command line.
/// </summary>
internal sealed class DemoTour(CliContext context, DemoNetwork network)
{
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        try
        {
            await BuildAsync(cancel);
            await DemoPicture.WriteAsync(network, context.Out, cancel);
            await UseAsync(cancel);
        }
        finally
        {
            await TakeDownAsync(CancellationToken.None);
        }

        return await DemoAccounts.WriteAsync(network, context.Out, cancel) ? ExitCode.Ok : ExitCode.Failure;
    }

    private async Task BuildAsync(CancellationToken cancel)
    {
        Title("Stack a: a udp layer, and the first member of a unicast layer on it; who makes a layer is its authority");
        await TypeAsync("--stack a ipcp bootstrap udp.a --type udp --layer net --ip 127.0.0.1 --port 0", cancel);
        await TypeAsync("--stack a ipcp bootstrap uni1 --type unicast --layer unicast --autobind", cancel);
        await TypeAsync("--stack a register uni1 --layer net", cancel);
        await TypeAsync("--stack a register unicast --layer net", cancel);

        Title("Stacks b and c get credentials: what is carried between hosts is not secret");
        await AdmitAsync("b", cancel);
        await AdmitAsync("c", cancel);

        Title("Stack b: on the same udp layer, on another one, and with a local layer; two members join");
        int a = await PortOfAsync("a", "udp.a", cancel);
        await TypeAsync($"--stack b ipcp bootstrap udp.b --type udp --layer net --ip 127.0.0.1 --port 0 --peer 127.0.0.1:{a}", cancel);
        await TypeAsync("--stack b ipcp bootstrap ip.b --type udp --layer ipnet --ip 127.0.0.1 --port 0", cancel);
        await TypeAsync("--stack b ipcp bootstrap local --type local --layer local", cancel);
        await TypeAsync("--stack b ipcp enrol uni2 --type unicast --dst unicast --autobind", cancel);
        await TypeAsync("--stack b ipcp connect uni2 --dst uni1", cancel);
        await TypeAsync("--stack b register uni2 --layer net --layer ipnet --layer local", cancel);
        await TypeAsync("--stack b register unicast --layer net --layer ipnet --layer local", cancel);
        await TypeAsync("--stack b ipcp enrol uni3 --type unicast --dst unicast", cancel);
        await TypeAsync("--stack b ipcp connect uni3 --dst uni2", cancel);

        Title("Stack c: on the second udp layer; the fourth member joins through b");
        int b = await PortOfAsync("b", "ip.b", cancel);
        await TypeAsync($"--stack c ipcp bootstrap ip.c --type udp --layer ipnet --ip 127.0.0.1 --port 0 --peer 127.0.0.1:{b}", cancel);
        await TypeAsync("--stack c ipcp enrol uni4 --type unicast --dst unicast", cancel);
        await TypeAsync("--stack c ipcp connect uni4 --dst uni2", cancel);
    }

    private async Task UseAsync(CancellationToken cancel)
    {
        Title("A ping server behind uni3 in b, pinged from a");
        await TypeAsync("--stack b register oping --ipcp uni3", cancel);
        await using (DemoServer server = await StartServerAsync("--stack b ping --listen --name oping", cancel))
        {
            await TypeAsync("--stack a ping oping -c 4 -i 0.2", cancel);
        }

        Title("Hello world: a program in c says something to a program in b");
        await TypeAsync("--stack b register hello --ipcp uni3", cancel);
        await using (DemoServer server = await StartServerAsync("--stack b echo --listen --name hello", cancel))
        {
            await TypeAsync(["--stack", "c", "echo", "hello", "Hello World!"], cancel);
        }
    }

    private async Task TakeDownAsync(CancellationToken cancel)
    {
        Title("The end: everything is taken down, and counted");
        foreach ((string stack, string ipcp) in new[]
        {
            ("c", "uni4"), ("b", "uni3"), ("b", "uni2"), ("a", "uni1"),
            ("c", "ip.c"), ("b", "local"), ("b", "ip.b"), ("b", "udp.b"), ("a", "udp.a"),
        })
        {
            Answer<IpcpList> there = await network.ControlOf(stack).ListIpcpsAsync(cancel);
            if (there.IsOk && there.Value.Ipcps.Any(entry => entry.Name == ipcp))
            {
                await TypeAsync($"--stack {stack} ipcp destroy {ipcp}", cancel);
            }
        }
    }

    /// <summary>The port that the system gave to a udp process.</summary>
    private async Task<int> PortOfAsync(string stack, string ipcp, CancellationToken cancel)
    {
        Answer<ShowReport> info = await network.ControlOf(stack).ShowAsync(ipcp, "info", cancel);
        return info.IsOk && int.TryParse(info.Value.Items[0]["port"]?.ToString(), CultureInfo.InvariantCulture, out int port)
            ? port
            : throw new CommandException(ExitCode.Failure, $"{ipcp} does not say its port");
    }

    private Task TypeAsync(string line, CancellationToken cancel) => TypeAsync(line.Split(' '), cancel);

    private async Task TypeAsync(string[] words, CancellationToken cancel)
    {
        context.Out.WriteLine($"$ {DemoNetwork.Type(words)}");
        await RunAsync(words, context.Out, "", cancel);
    }

    /// <summary>A stack asks, the authority issues, the stack keeps it: as over a shell, or over mail.</summary>
    private async Task AdmitAsync(string stack, CancellationToken cancel)
    {
        string[] commands =
            [$"--stack {stack} layer-authority request", "--stack a layer-authority issue unicast --for - --all-names", $"--stack {stack} layer-authority install -"];
        context.Out.WriteLine($"$ {string.Join(" | ", commands.Select(command => DemoNetwork.Type(command.Split(' '))))}");
        string text = "";
        foreach (string command in commands)
        {
            using StringWriter output = new();
            await RunAsync(command.Split(' '), output, text, cancel);
            text = output.ToString();
        }

        context.Out.Write(text);
    }

    /// <summary>What a command says besides belongs to the tour, unless it failed.</summary>
    private async Task RunAsync(string[] words, TextWriter output, string input, CancellationToken cancel)
    {
        using StringWriter error = new();
        int exit = await CommandLine.RunAsync(words, network.ContextFor(output, error, input), cancel);
        (exit == ExitCode.Ok ? context.Out : context.Error).Write(error.ToString());
        if (exit != ExitCode.Ok)
        {
            cancel.ThrowIfCancellationRequested();
            throw new CommandException(ExitCode.Failure, $"the demo stopped: '{DemoNetwork.Type(words)}' ended with exit code {exit}");
        }
    }

    private async Task<DemoServer> StartServerAsync(string line, CancellationToken cancel)
    {
        context.Out.WriteLine($"$ {DemoNetwork.Type(line.Split(' '))} &");
        return await DemoServer.StartAsync(network, line.Split(' '), context.Out, cancel);
    }

    private void Title(string text)
    {
        context.Out.WriteLine();
        context.Out.WriteLine(context.Style.Bold(text));
    }
}
