using System.Runtime.Versioning;
using System.Text.Json.Nodes;

namespace Lamina.Cli.Tests.Authorities;

/// <summary>lamina layer-authority between hosts that carry files to each other.</summary>
public sealed class AuthorityTests : TwoHosts
{
    [Fact]
    public async Task A_new_layer_has_its_maker_as_first_member()
    {
        Assert.Matches("^layer 'net', id [0-9a-f]{64}\nroot [0-9a-f]{64}\nnode [0-9a-f]{64} is its first member\n$", await First.DoAsync("layer-authority init net"));
        var credential = Assert.Single(First.Report().Credentials!);
        Assert.Equal(("net", "fine"), (credential.Layer, credential.State));
        Assert.Null(credential.Names);
        Assert.Null(credential.Warning);
        Assert.Equal(["member", "router"], credential.Rights);
        (int code, _, string error) = await First.TryAsync("layer-authority init net");
        Assert.Equal(ExitCode.Failure, code);
        Assert.StartsWith("lamina: layer 'net' has an authority here already (root ", error);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Nobody_else_reads_its_files()
    {
        await First.DoAsync("layer-authority init net");
        foreach (string file in Directory.EnumerateFiles(First.Stack, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("lock", StringComparison.Ordinal) && !file.EndsWith("holder", StringComparison.Ordinal)))
        {
            Assert.True(File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
        }
    }

    [Fact]
    public async Task A_request_a_credential_an_installation_and_the_other_host_is_a_member()
    {
        await First.DoAsync("layer-authority init net");
        string request = await Second.DoAsync("layer-authority request");
        string issued = await First.DoAsync("layer-authority issue net --for - --names web --names mail --days 30 --rights router", request);
        Assert.Contains("until 2026-01-31 00:00:00 UTC", issued);
        Assert.Matches("^layer 'net', id [0-9a-f]{64}: the credential is valid, until 2026-01-31", await Second.DoAsync("layer-authority install -", issued));
        var credential = Assert.Single(Second.Report().Credentials!);
        Assert.Equal("fine", credential.State);
        Assert.Equal(2, credential.Names);

        string file = Path.Combine(Root.FullName, "node.cred");
        await File.WriteAllTextAsync(file, issued, TestContext.Current.CancellationToken);
        JsonNode shown = JsonNode.Parse(await Second.DoAsync($"layer-authority show {file} --json"))!;
        Assert.Equal("lamina.membership/1", (string)shown["schema"]!);
        Assert.Equal(credential.Serial, (string)shown["serial"]!);
        Assert.Contains($"credential {credential.Serial} for node", await Second.DoAsync($"layer-authority show {file}"));
        Assert.Equal(2, (await First.ShowAsync())["issued"]!.AsArray().Count);
    }

    [Fact]
    public async Task Another_nodes_credential_is_not_installed()
    {
        await First.DoAsync("layer-authority init net");
        string issued = await First.DoAsync("layer-authority issue net --for - --all-names", await Second.DoAsync("layer-authority request"));
        Host third = new(Root, "third", Clock);
        (int code, _, string error) = await third.TryAsync("layer-authority install -", issued);
        Assert.Equal(ExitCode.Denied, code);
        Assert.Matches("^lamina: this credential is for node [0-9a-f]{16}, and this one is [0-9a-f]{16}\n  try: lamina layer-authority request", error);
        Assert.Null(third.Report().Credentials);
    }

    [Fact]
    public async Task What_is_revoked_is_worth_nothing_where_the_list_arrives()
    {
        await JoinAsync();
        string serial = Second.Report().Credentials![0].Serial;
        Assert.StartsWith($"{serial} is revoked", await First.DoAsync($"layer-authority revoke net {serial[..8]}"));
        Assert.Equal("fine", Second.Report().Credentials![0].State);
        string list = await First.DoAsync("layer-authority export net");
        (int code, string told, _) = await Second.TryAsync("layer-authority install -", list);
        Assert.Equal(ExitCode.Degraded, code);
        Assert.Contains("the credential was revoked", told);
        Assert.Equal("revoked", Second.Report().Credentials![0].State);
        Assert.Contains("revoked", await First.DoAsync("layer-authority show net"));

        // The same node may have another one; not after the node itself is revoked.
        string request = await Second.DoAsync("layer-authority request");
        await Second.DoAsync("layer-authority install -", await First.DoAsync("layer-authority issue net --for - --all-names", request));
        Assert.Equal("fine", Second.Report().Credentials![0].State);
        await First.DoAsync($"layer-authority revoke net {Second.Report().NodeId}");
        Assert.Equal(ExitCode.Denied, (await First.TryAsync("layer-authority issue net --for - --all-names", request)).Code);
    }

    [Fact]
    public async Task A_root_is_rolled_under_its_members()
    {
        await JoinAsync();
        string old = (string)(await First.ShowAsync())["root"]!;
        await First.DoAsync("layer-authority add-root net");
        Assert.Equal(ExitCode.Failure, (await First.TryAsync($"layer-authority remove-root net {(string)(await First.ShowAsync())["root"]!}")).Code);
        await Second.DoAsync("layer-authority install -", await First.DoAsync("layer-authority issue net --for - --all-names", await Second.DoAsync("layer-authority request")));
        await First.DoAsync("layer-authority issue net --for self --all-names");
        await First.DoAsync($"layer-authority remove-root net {old[..8]}");
        await Second.DoAsync("layer-authority install -", await First.DoAsync("layer-authority export net"));
        Assert.Equal(("fine", "fine"), (First.Report().Credentials![0].State, Second.Report().Credentials![0].State));
        Assert.Single((await First.ShowAsync())["roots"]!.AsArray());
    }

    [Fact]
    public async Task What_was_revoked_stays_so_under_the_next_root()
    {
        await JoinAsync();
        string serial = Second.Report().Credentials![0].Serial;
        await First.DoAsync($"layer-authority revoke net {serial}");
        string old = (string)(await First.ShowAsync())["root"]!;
        await First.DoAsync("layer-authority add-root net");
        await First.DoAsync($"layer-authority remove-root net {old[..8]}");
        await Second.TryAsync("layer-authority install -", await First.DoAsync("layer-authority export net"));
        Assert.Equal("revoked", Second.Report().Credentials![0].State);
    }

    [Theory]
    [InlineData("layer-authority issue net --for -", ExitCode.Usage, "which names may it register?")]
    [InlineData("layer-authority issue net --for - --all-names --names a", ExitCode.Usage, "cannot be given together")]
    [InlineData("layer-authority issue net --for - --all-names --rights king", ExitCode.Usage, "--rights king: it must be one of member, router, invite")]
    [InlineData("layer-authority issue net --for - --all-names", ExitCode.Usage, "- is no request of a node")]
    [InlineData("layer-authority issue net --for /nowhere --all-names", ExitCode.NotFound, "there is no file /nowhere")]
    [InlineData("layer-authority issue other --for - --all-names", ExitCode.NotFound, "this host is no authority of layer 'other'\n  try: one of net")]
    [InlineData("layer-authority revoke net 12345678", ExitCode.NotFound, "nothing was issued here")]
    [InlineData("layer-authority revoke net hello", ExitCode.Usage, "'hello' is neither a serial nor a node id")]
    [InlineData("layer-authority remove-root net 12345678", ExitCode.NotFound, "has no root 12345678")]
    [InlineData("layer-authority show other", ExitCode.NotFound, "this host is no authority of layer 'other'")]
    [InlineData("layer-authority install -", ExitCode.Usage, "- is nothing that an authority issued")]
    public async Task What_makes_no_sense_is_said(string line, int code, string sentence)
    {
        await First.DoAsync("layer-authority init net");
        (int ended, string output, string error) = await First.TryAsync(line, "nonsense");
        Assert.Equal(("", code), (output, ended));
        Assert.Contains(sentence, error);
    }

    private async Task JoinAsync()
    {
        await First.DoAsync("layer-authority init net");
        string issued = await First.DoAsync("layer-authority issue net --for - --all-names", await Second.DoAsync("layer-authority request"));
        await Second.DoAsync("layer-authority install -", issued);
    }
}
