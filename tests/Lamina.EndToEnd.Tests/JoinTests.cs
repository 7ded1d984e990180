using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests;

/// <summary>Two commands, two hosts, done.</summary>
public sealed class JoinTests : IDisposable
{
    private readonly Namespaces? _namespaces;
    private readonly Host? _a;
    private readonly Host? _b;
    private readonly Host? _c;

    public JoinTests()
    {
        Namespaces.Require();
        _namespaces = new Namespaces();
        string a = _namespaces.Add("a");
        string b = _namespaces.Add("b");
        _namespaces.Link(a, "10.78.1.1", b, "10.78.1.2");
        _a = new Host(a);
        _b = new Host(b);
        _c = new Host(b);
    }

    private Host A => _a!;

    private Host B => _b!;

    private Host C => _c!;

    [Fact]
    public async Task Invite_on_one_host_and_join_on_the_other_make_a_network_of_two()
    {
        await StartAsync();
        string ticket = await InviteAsync();
        Assert.InRange(ticket.Length, 90, 160);
        CommandResult joined = (await B.RunAsync($"join {ticket}")).MustSucceed();
        Assert.Contains("is a member of layer 'net', connected to net.a", joined.Output, StringComparison.Ordinal);

        A.Start("ping --listen --name on.a");
        B.Start("ping --listen --name on.b");
        await A.AwaitAsync("name list", names => names.Contains("on.a", StringComparison.Ordinal));
        await B.AwaitAsync("name list", names => names.Contains("on.b", StringComparison.Ordinal));
        await A.SetUpAsync("register on.a --layer net");
        await B.SetUpAsync("register on.b --layer net");
        Assert.Contains("0% packet loss", (await B.RunAsync("ping on.a -c 2")).MustSucceed().Output, StringComparison.Ordinal);
        Assert.Contains("0% packet loss", (await A.RunAsync("ping on.b -c 2")).MustSucceed().Output, StringComparison.Ordinal);
        Assert.Contains("secure", (await B.RunAsync("status")).Output, StringComparison.Ordinal);

        CommandResult again = await B.RunAsync($"join {ticket}");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("in layer 'net' already", again.Error, StringComparison.Ordinal);
        CommandResult member = await B.RunAsync("invite net");
        Assert.Equal(5, member.ExitCode);
        Assert.Contains("may not invite", member.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_use_counts_once_over_the_death_of_the_inviter_and_what_fails_leaves_nothing()
    {
        await StartAsync();
        string ticket = await InviteAsync();
        string taken = await InviteAsync();
        Assert.Equal(0, (await A.RunAsync($"invite net --cancel {await NumberOfLastAsync()}")).ExitCode);
        (await B.RunAsync($"join {ticket} --name first")).MustSucceed();

        // Another node, on the same host.
        await C.StartDaemonAsync();
        string typo = $"{ticket[..50]}{(ticket[50] == 'a' ? 'b' : 'a')}{ticket[51..]}";
        await AssertFailsAsync(typo, 2, $"character 51, '{typo[50]}', should be '{ticket[50]}'");
        await AssertFailsAsync(taken, 5, "no such invitation is known here");
        await AssertFailsAsync(ticket, 5, "for one node, and another one has used it");

        A.Daemon.Process.Kill();
        await A.Daemon.Process.WaitForExitAsync();
        await AssertFailsAsync(ticket, 6, "nobody at 10.78.1.1:3435 answers");
        await A.StartDaemonAsync();
        await SetUpAsync();
        string other = await InviteAsync();
        await AssertFailsAsync(ticket, 5, "for one node, and another one has used it");
        (await C.RunAsync($"join {other}")).MustSucceed();
    }

    public void Dispose()
    {
        _a?.Dispose();
        _b?.Dispose();
        _c?.Dispose();
        _namespaces?.Dispose();
    }

    private async Task StartAsync()
    {
        await Task.WhenAll(A.StartDaemonAsync(), B.StartDaemonAsync());
        await SetUpAsync();
    }

    private Task SetUpAsync() => A.SetUpAsync(
        "ipcp bootstrap udp.a --type udp --layer ip --ip 10.78.1.1", "ipcp bootstrap net.a --type unicast --layer net");

    private async Task<string> InviteAsync() => (await A.RunAsync("invite net")).MustSucceed().Output.Trim();

    private async Task<string> NumberOfLastAsync() =>
        (await A.RunAsync("invite net --list")).MustSucceed().Output.Trim().Split('\n')[^1].Split(' ')[0];

    private async Task AssertFailsAsync(string ticket, int exitCode, string words)
    {
        CommandResult result = await C.RunAsync($"join {ticket}", TimeSpan.FromSeconds(60));
        Assert.True(result.ExitCode == exitCode && result.Error.Contains(words, StringComparison.Ordinal), result.ToString());
        Assert.DoesNotContain("udp", (await C.RunAsync("ipcp list")).Output, StringComparison.Ordinal);
    }
}
