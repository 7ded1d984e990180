using Lamina.Cli.Tests.Failures;
using Lamina.Cli.Tests.Programs;

namespace Lamina.Cli.Tests.Security;

/// <summary>Secure layers by commands alone, between two stacks over UDP.</summary>
public sealed class SecureLayerTests
{
    private const string Stranger = "lamina join TICKET";

    [Fact]
    public async Task Who_bootstraps_without_more_words_is_the_authority_of_a_secure_layer_and_is_told()
    {
        await using SecureStacks stacks = await SecureStacks.StartAsync();
        Assert.Matches("^layer 'net' is secure, and this node is its authority: root [0-9a-f]{64}\n$", stacks.Said);
        string root = stacks.Said.Split(' ')[^1].Trim();
        Assert.Contains($"root {root}", await stacks.DoAsync("a", "layer-authority show net"));
        Assert.Contains("net.a  unicast  net    operational, secure", await stacks.DoAsync("a", "ipcp list"));
        Assert.DoesNotContain("insecure", await stacks.DoAsync("a", "status"));
        Assert.Contains("\"secure\":true", await stacks.DoAsync("a", "ipcp list --json"));
        Assert.Contains("\"secure\":true", await stacks.DoAsync("a", "status --json"));

        // The same layer again: the same authority, so that nobody's credential is void.
        await stacks.DoAsync("a", "ipcp destroy net.a");
        (int code, _, string error) = await stacks.TryAsync("a", "ipcp bootstrap net.a --type unicast --layer net");
        Assert.Equal((0, $"layer 'net' is secure: root {root}\n"), (code, error));
    }

    [Fact]
    public async Task A_node_with_a_credential_joins_and_its_programs_talk()
    {
        await using SecureStacks stacks = await SecureStacks.StartAsync();
        (int code, _, string error) = await stacks.TryAsync("b", "ipcp enrol net.b --type unicast --dst net.a");
        Assert.Equal(ExitCode.Denied, code);
        Sentence.Examine(error, "cannot enrol net.b: no credential for the layer of 'net.a'", Stranger);
        Assert.DoesNotContain("net.b", await stacks.DoAsync("b", "ipcp list"));

        await stacks.JoinAsync();
        Assert.Contains("net.b  unicast  net    operational, secure", await stacks.DoAsync("b", "ipcp list"));
        await using RealServer server = await stacks.Daemon.ServeAsync("echo --listen --name sealed --stack a");
        await stacks.DoAsync("a", "register sealed --layer net");
        Assert.Contains("hello", await stacks.DoAsync("b", "echo sealed hello"));

        // The credential stays: another member needs no file.
        await stacks.DoAsync("b", "ipcp enrol net.c --type unicast --dst net.a --layer net");
        await stacks.DoAsync("b", "ipcp enrol net.d --type unicast --dst net.a");
    }

    [Fact]
    public async Task Credentials_that_do_not_fit_are_refused_in_words()
    {
        await using SecureStacks stacks = await SecureStacks.StartAsync();
        string credential = await stacks.IssueAsync();
        await RefusedAsync("--dst net.a --layer other", credential, "the credential is for layer 'net', and not for 'other'", "--layer net");

        // For another node.
        string others = await stacks.DoToFileAsync("a", $"layer-authority issue net --for {await stacks.DoToFileAsync("a", "layer-authority request")} --all-names");
        await RefusedAsync("--dst net.a", others, "this credential is for node ", "lamina layer-authority request");

        // Of another authority, with the same name.
        await stacks.DoAsync("b", "layer-authority init net");
        (int code, _, string error) = await stacks.TryAsync("b", "ipcp enrol net.b --type unicast --dst net.a");
        Assert.Equal(ExitCode.Denied, code);
        Sentence.Examine(error, "what the member answers does not open: it is of another layer than this credential", "lamina status");
        (code, _, error) = await stacks.TryAsync("b", $"ipcp enrol net.b --type unicast --dst net.a --credential {credential}");
        Assert.Equal(ExitCode.Failure, code);
        Sentence.Examine(error, "this node knows another layer of the name 'net'", "remove ");

        async Task RefusedAsync(string through, string file, string sentence, string hint)
        {
            (int code, _, string error) = await stacks.TryAsync("b", $"ipcp enrol net.b --type unicast {through} --credential {file}");
            Assert.Equal(ExitCode.Denied, code);
            Sentence.Examine(error, sentence, hint);
        }
    }

    [Fact]
    public async Task Nobody_slips_from_a_secure_layer_to_an_insecure_one_or_back()
    {
        await using SecureStacks stacks = await SecureStacks.StartAsync();
        (int code, _, string error) = await stacks.TryAsync("b", "ipcp enrol net.b --type unicast --dst net.a --insecure");
        Assert.Equal(ExitCode.Denied, code);
        Sentence.Examine(error, "the layer is secure, and the joiner shows no credential of it", Stranger);

        await stacks.DoAsync("a", "ipcp bootstrap lab.a --type unicast --layer lab --autobind --insecure");
        await stacks.DoAsync("a", "register lab.a --layer ip");
        await stacks.DoAsync("b", $"layer-authority install {await stacks.IssueAsync()}");
        (code, _, error) = await stacks.TryAsync("b", "ipcp enrol lab.b --type unicast --dst lab.a");
        Assert.Equal(ExitCode.Denied, code);
        Assert.Contains("the layer is insecure: its members prove nothing, so it must be asked for as such", error);
        await stacks.DoAsync("b", "ipcp enrol lab.b --type unicast --dst lab.a --insecure");
    }

    [Fact]
    public async Task Packets_that_are_too_small_for_a_handshake_are_refused_before_an_authority_is_made()
    {
        await using SecureStacks stacks = await SecureStacks.StartAsync();
        (int code, _, string error) = await stacks.TryAsync("a", "ipcp bootstrap top.a --type unicast --layer top --mps 1199");
        Assert.Equal(ExitCode.Usage, code);
        Sentence.Examine(error, "packets of 1199 bytes do not carry the handshakes of a secure layer", "--mps 1200");
        Assert.Equal(ExitCode.NotFound, (await stacks.TryAsync("a", "layer-authority show top")).Code);
        await stacks.DoAsync("a", "ipcp bootstrap top.a --type unicast --layer top --mps 1200");
        Assert.Contains("1200", await stacks.DoAsync("a", "show top.a info"));
    }

    [Fact]
    public async Task A_name_outside_the_credential_is_refused_at_once()
    {
        await using SecureStacks stacks = await SecureStacks.StartAsync();
        await stacks.JoinAsync("--names mine");
        await stacks.DoAsync("b", "register mine --layer net");
        foreach (string where in new[] { "--layer net", "--ipcp net.b" })
        {
            (int code, _, string error) = await stacks.TryAsync("b", $"register yours {where}");
            Assert.Equal(ExitCode.Denied, code);
            Sentence.Examine(error, "the credential of this node for layer 'net' does not permit to register 'yours'", "--names 'yours'");
        }

        // A wider one counts at once, without another enrolment.
        await stacks.DoAsync("b", $"layer-authority install {await stacks.IssueAsync()}");
        long began = Environment.TickCount64;
        while ((await stacks.TryAsync("b", "register yours --layer net")).Code != 0)
        {
            Assert.True(Environment.TickCount64 - began < 60_000, "the running member never took the new credential");
        }
    }

    [Fact]
    public async Task Who_is_revoked_loses_its_flows_and_gets_no_other_while_the_daemon_runs()
    {
        await using SecureStacks stacks = await SecureStacks.StartAsync();
        await stacks.JoinAsync();
        await using RealServer server = await stacks.Daemon.ServeAsync("ping --listen --name sealed --stack a");
        await stacks.DoAsync("a", "register sealed --layer net");
        await stacks.DoAsync("b", "ping sealed -c 1");
        Task<(int Code, string Output, string Error)> talking = stacks.TryAsync("b", "ping sealed -c 100000 -i 0.05");
        while (!(await stacks.DoAsync("b", "flow list")).Contains("sealed", StringComparison.Ordinal))
        {
            Assert.False(talking.IsCompleted, "it never began");
        }

        string node = (await stacks.DoAsync("b", "layer-authority request")).Split('\n')[0].Split(' ')[1];
        await stacks.DoAsync("a", $"layer-authority revoke net {node}");
        (int code, _, string error) = await talking.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.NotEqual(ExitCode.Ok, code);
        Assert.Contains("flow", error, StringComparison.Ordinal);
        Assert.NotEqual(ExitCode.Ok, (await stacks.TryAsync("b", "ping sealed -c 1")).Code);
        Assert.DoesNotContain("net.b", await stacks.DoAsync("a", "show net.a adjacencies"));
        (code, _, error) = await stacks.TryAsync("b", "ipcp enrol net.c --type unicast --dst net.a");
        Assert.Equal(ExitCode.Denied, code);
        Assert.Contains("its credential was revoked", error);
    }

    [Fact]
    public async Task A_stack_that_keeps_nothing_begins_no_secure_layer()
    {
        await using RealDaemon daemon = await RealDaemon.StartAsync();
        (int code, _, string error) = await daemon.RunAsync("ipcp bootstrap net.a --type unicast --layer net");
        Assert.Equal(ExitCode.Denied, code);
        Sentence.Examine(error, "this stack keeps nothing on disk", "LAMINA_STATE_DIR");
        Assert.DoesNotContain("net.a", await daemon.MustAsync("ipcp list"));
    }
}
