namespace Lamina.Cli.Tests.Grammar;

/// <summary>Whatever cannot be honoured is refused with a sentence and exit code 2, never ignored.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("ipcp create b --type broadcast", "--type broadcast cannot be used yet")]
    [InlineData("ipcp create v --type vde", "--type vde cannot be used yet")]
    [InlineData("ipcp bootstrap e --type eth-dix --layer l", "--type eth-dix cannot be used yet")]
    [InlineData("ipcp bootstrap e --layer l --dev eth0", "--dev cannot be used yet")]
    [InlineData("ipcp bootstrap e --layer l --ethertype 0xA000", "--ethertype cannot be used yet")]
    [InlineData("ipcp bootstrap b --layer l --mode stateless", "--mode cannot be used yet")]
    [InlineData("ipcp bootstrap u --type udp --layer l --peer h", "needs --ip")]
    [InlineData("ipcp bootstrap u --type local --layer l --ttl 5", "--ttl is no option of type local")]
    [InlineData("ipcp bootstrap u --type unicast --layer l --ip 127.0.0.1", "--ip is no option of type unicast")]
    [InlineData("ipcp enrol u --dst d --ticket T --insecure", "--ticket goes with neither")]
    [InlineData("ipcp enrol u", "give --dst NAME, or --layer LAYER")]
    [InlineData("ipcp enrol u --dst d --credential F --insecure", "--credential and --insecure cannot be given together")]
    [InlineData("ipcp connect u --dst d --component all2", "it must be one of dt, mgmt, all")]
    [InlineData("ipcp connect u --dst d --qos gold", "it must be one of raw")]
    [InlineData("ipcp connect u --dst d --qos voice", "--qos voice: it must be one of raw")]
    [InlineData("ipcp connect u --dst d --capacity fast", "--capacity fast: it must be a rate with its unit")]
    [InlineData("ipcp bootstrap u --type udp --layer l --ip 127.0.0.1 --capacity 0mbit", "--capacity 0mbit: it must be a rate with its unit")]
    [InlineData("perf n --bandwidth 4000000", "--bandwidth 4000000: it must be a rate with its unit")]
    [InlineData("ipcp connect u", "--dst")]
    [InlineData("register n", "say where")]
    [InlineData("bind process zero --name n", "'zero' is no process id")]
    [InlineData("show u everything", "there is no 'everything' to show")]
    [InlineData("invite", "LAYER is missing")]
    [InlineData("invite layer --uses 0", "--uses 0: it must be from 1 to 1000")]
    [InlineData("invite layer --expires yesterday", "--expires yesterday: it must be 30m, 12h, 7d, or a date")]
    [InlineData("invite layer --expires 2001-01-01", "in the future")]
    [InlineData("join", "TICKET is missing")]
    [InlineData("join ticket --name x", "this ticket does not begin with 'lamina1:'")]
    [InlineData("layer-authority init", "LAYER is missing")]
    [InlineData("layer-authority issue net --for f --days 0", "--days 0: it must be from 1 to 36500")]
    [InlineData("bc layer -m hello", "'bc' does not exist yet")]
    [InlineData("bc --help", "'bc' does not exist yet")]
    [InlineData("d", "'d' could mean demo or daemon or doctor")]
    [InlineData("i", "'i' could mean ipcp or invite")]
    [InlineData("ping n -c x", "--count x: it must be a whole number")]
    [InlineData("ping n -c 1.5", "--count 1.5: it must be a whole number")]
    [InlineData("ping n -c 99999999999", "--count 99999999999: it must be from 1 to 1000000000")]
    [InlineData("ping n -i 1,5", "--interval 1,5: it must be a number")]
    [InlineData("ping n -i 4000", "--interval 4000: it must be from 0 to 3600")]
    [InlineData("ipcp bootstrap u --layer l --ttl many", "--ttl many: it must be a whole number")]
    [InlineData("ipcp destroy", "IPCP is missing")]
    [InlineData("ipcp destroy u v", "knows no command or argument 'v'")]
    [InlineData("ipcp restart", "IPCP is missing")]
    [InlineData("ipcp list --stack", "--stack")]
    [InlineData("ipcp list --stack ..", "'..' is no stack")]
    [InlineData("ipcp list --stack http://host/lab", "its scheme must be lamina or file")]
    [InlineData("ipcp list --stack /tmp/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789", "too long for a socket")]
    [InlineData("ipcp list --stack a --stack b", "--stack was given several times")]
    public async Task Refused_with_a_sentence(string line, string sentence)
    {
        TestCli cli = new();
        int code = await cli.RunAsync(line);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(sentence, cli.Error);
        Assert.StartsWith("lamina: ", cli.Error);
        Assert.Null(cli.Stack.LastCall);
    }

    [Fact]
    public async Task A_name_may_begin_with_an_at_sign()
    {
        TestCli cli = new();
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("register @home --layer l"));
        Assert.Equal("""register {"name":"@home","layers":["l"],"ipcps":[]}""", cli.Stack.LastCall);
    }

    [Theory]
    [InlineData("bind program")]
    [InlineData("bind process")]
    [InlineData("unbind ipcp")]
    [InlineData("ipcp enrol")]
    [InlineData("show")]
    [InlineData("perf")]
    [InlineData("daemon")]
    public async Task Help_has_an_example(string line)
    {
        TestCli cli = new();
        Assert.Equal(ExitCode.Ok, await cli.RunAsync($"{line} --help"));
        Assert.Contains($"Example: lamina {line} ", cli.Out);
    }

    [Theory]
    [InlineData("stauts", "did you mean 'status'?", "try: lamina status")]
    [InlineData("ipcp lsit", "did you mean 'list'?", "try: lamina ipcp list")]
    [InlineData("ipcp list --jsn", "did you mean '--json'?", "try: lamina ipcp list --json")]
    [InlineData("frobnicate", "'lamina' knows no command or argument 'frobnicate'", "try: lamina --help")]
    public async Task Mistyped_words_get_the_nearest_known_one(string line, string message, string hint)
    {
        TestCli cli = new();
        Assert.Equal(ExitCode.Usage, await cli.RunAsync(line));
        Assert.Contains(message, cli.Error);
        Assert.Contains(hint, cli.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ipcp")]
    [InlineData("bind")]
    [InlineData("name")]
    public async Task A_noun_alone_lists_its_verbs_with_an_example(string line)
    {
        TestCli cli = new();
        Assert.Equal(ExitCode.Ok, await cli.RunAsync(line));
        Assert.Contains("lamina", cli.Out);
        Assert.Contains("Commands:", cli.Out);
    }
}
