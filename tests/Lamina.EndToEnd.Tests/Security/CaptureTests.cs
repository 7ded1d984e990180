using System.Globalization;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests.Security;

/// <summary>Somebody on the link between two hosts, from the first command to the last, who keeps all that passes.</summary>
public sealed class CaptureTests(ITestOutputHelper output) : IDisposable
{
    private const string Layer = "a-layer-that-nobody-hears-of";
    private const string First = "the-first-member-of-it";
    private const string Second = "the-other-member-of-it";
    private const string Program = "a-program-that-serves";
    private const string Nobody = "a-name-that-nobody-serves";
    private const string Message = "what-they-say-is-theirs-alone";

    private readonly Namespaces _namespaces = new();
    private readonly List<Host> _hosts = [];

    [Fact]
    public async Task Who_listens_while_two_hosts_enrol_allocate_and_talk_finds_no_name_no_payload_no_credential()
    {
        Namespaces.Require();
        (Host a, Host b) = await StartAsync();
        using LinkCapture capture = LinkCapture.Start(_namespaces.NameOf("a"));
        Secrets secrets = new();
        Array.ForEach([Layer, First, Second, Program, Nobody, Message], secrets.Add);

        // One after the other, as people type.
        await a.SetUpAsync($"ipcp bootstrap {First} --type unicast --layer {Layer} --autobind", $"register {First} --layer ip", $"register {Layer} --layer ip");
        string request = await ToFileAsync(b, "layer-authority request");
        string credential = await ToFileAsync(a, $"layer-authority issue {Layer} --for {request} --all-names");
        await b.SetUpAsync(
            $"ipcp enrol {Second} --type unicast --layer {Layer} --autobind --credential {credential}", $"ipcp connect {Second} --dst {First}");
        a.Start($"echo --listen --name {Program}");
        await a.SetUpAsync($"register {Program} --layer {Layer}");
        Assert.Contains(Message, (await b.RunAsync($"echo {Program} {Message}")).MustSucceed().Output, StringComparison.Ordinal);
        b.Start($"echo --listen --name {Program}-2");
        await b.SetUpAsync($"register {Program}-2 --layer {Layer}");
        Assert.Contains(Message, (await a.RunAsync($"echo {Program}-2 {Message}")).MustSucceed().Output, StringComparison.Ordinal);
        Assert.Equal(4, (await b.RunAsync($"echo {Nobody} {Message}")).ExitCode);
        (await b.RunAsync($"trace {Program}")).MustSucceed();
        await b.SetUpAsync($"ipcp restart {Second}");
        Assert.Contains(Message, (await b.RunAsync($"echo {Program} {Message}")).MustSucceed().Output, StringComparison.Ordinal);
        await b.SetUpAsync($"ipcp disconnect {Second} --dst {First}", $"ipcp destroy {Second}");

        // All that the two nodes have: keys, credentials, roots; each is in a file now.
        foreach ((Host host, string who) in new[] { (a, "a"), (b, "b") })
        {
            foreach (string file in Directory.EnumerateFiles(host.StateDirectory, "*", SearchOption.AllDirectories).Where(IsSecret))
            {
                secrets.Add($"{who}'s {Path.GetFileName(file)}", await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            }

            string node = (await host.RunAsync("layer-authority request")).MustSucceed().Output.Split('\n')[0].Split(' ')[1];
            secrets.Add($"{who}'s node id", Convert.FromHexString(node));
            secrets.Add($"{who}'s node id in digits", System.Text.Encoding.ASCII.GetBytes(node));
        }

        IReadOnlyList<byte[]> frames = capture.Frames;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{frames.Count} frames, {frames.Sum(frame => (long)frame.Length)} bytes"));
        Assert.True(frames.Count > 50, "hardly anything was captured");
        IReadOnlyDictionary<string, int> found = secrets.FindIn(frames);
        Assert.True(found.Count == 0, $"in clear: {string.Join("; ", found.Select(one => $"{one.Key} in {one.Value} frames"))}");

        // The same search finds them where a layer was asked to be insecure: so it would have.
        await a.SetUpAsync($"ipcp bootstrap lab.a --type unicast --layer {Layer}-2 --autobind --insecure", "register lab.a --layer ip");
        await b.SetUpAsync("ipcp enrol lab.b --type unicast --dst lab.a --insecure", "ipcp connect lab.b --dst lab.a");
        await a.SetUpAsync($"ipcp destroy {First}", $"register {Program} --layer {Layer}-2");
        Assert.Contains(Message, (await b.RunAsync($"echo {Program} {Message}")).MustSucceed().Output, StringComparison.Ordinal);
        found = secrets.FindIn(capture.Frames);
        Assert.Contains($"'{Layer}'", found.Keys);
        Assert.Contains($"'{Message}'", found.Keys);
    }

    public void Dispose()
    {
        _hosts.ForEach(host => host.Dispose());
        _namespaces.Dispose();
    }

    private static bool IsSecret(string file) => Path.GetExtension(file) is ".key" or ".membership" or ".root";

    private static async Task<string> ToFileAsync(Host host, string command)
    {
        string file = Path.Combine(host.WorkDirectory, $"{Guid.NewGuid():N}.txt");
        await File.WriteAllTextAsync(file, (await host.RunAsync(command)).MustSucceed().Output);
        return file;
    }

    private async Task<(Host A, Host B)> StartAsync()
    {
        string a = _namespaces.Add("a");
        string b = _namespaces.Add("b");
        _namespaces.Link(a, "10.78.1.1", b, "10.78.1.2");
        _hosts.AddRange([new Host(a), new Host(b)]);
        await Task.WhenAll(_hosts.Select(host => host.StartDaemonAsync()));
        await _hosts[0].SetUpAsync("ipcp bootstrap udp.a --type udp --layer ip --ip 10.78.1.1 --peer 10.78.1.2");
        await _hosts[1].SetUpAsync("ipcp bootstrap udp.b --type udp --layer ip --ip 10.78.1.2 --peer 10.78.1.1");
        return (_hosts[0], _hosts[1]);
    }
}
