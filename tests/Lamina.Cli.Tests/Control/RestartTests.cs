using Lamina.Cli.Tests.Programs;
using Lamina.Core;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Tests.Control;

/// <summary>IPC processes that are replaced by a control call.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task A_unicast_process_is_there_again_with_its_names_and_others_are_refused_in_words()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using RealDaemon daemon = await RealDaemon.StartAsync();
        using ControlClient client = new(daemon.ControlSocket);
        Assert.Equal(Outcome.Ok, await client.BootstrapAsync("lo", new BootstrapRequest("low", "local"), cancel));
        Assert.Equal(Outcome.Ok, await client.BootstrapAsync("n", new BootstrapRequest("net", "unicast", Autobind: true, Insecure: true, Unicast: new()), cancel));
        Assert.Equal(Outcome.Ok, await client.RegisterAsync(new RegistrationRequest("served", ["net"]), cancel));
        Assert.Equal(Outcome.Ok, await client.RegisterAsync(new RegistrationRequest("n", ["low"]), cancel));
        Assert.Equal(Outcome.Ok, await client.CreateAsync(new CreateRequest("idle", "unicast"), cancel));
        Assert.Equal(Outcome.Ok, await client.CreateAsync(new CreateRequest("port", "udp"), cancel));
        IReadOnlyList<string> before = await DescribeAsync(client, cancel);

        Assert.Equal(Outcome.Ok, await client.RestartAsync("n", cancel));

        Assert.Equal(before, await DescribeAsync(client, cancel));
        Outcome bearer = await client.RestartAsync("lo", cancel);
        Assert.Equal((OutcomeCode.Usage, true), (bearer.Code, bearer.Message.StartsWith("lo is a bearer", StringComparison.Ordinal)));
        Assert.Equal((OutcomeCode.Failed, "idle is in no layer"), ((await client.RestartAsync("idle", cancel)) is var idle ? idle.Code : default, idle.Message));
        Assert.Equal("port is in no layer", (await client.RestartAsync("port", cancel)).Message);
        Assert.Equal(OutcomeCode.NotFound, (await client.RestartAsync("nobody", cancel)).Code);
    }

    private static async Task<IReadOnlyList<string>> DescribeAsync(ControlClient client, CancellationToken cancel) =>
    [
        .. (await client.ListIpcpsAsync(cancel)).Value!.Ipcps.Select(entry => $"{entry}"),
        .. (await client.ListNamesAsync(cancel)).Value!.Names.Select(
            entry => $"{entry.Name}: {string.Join(',', entry.Bindings)}; {string.Join(',', entry.Registrations)}"),
    ];
}
