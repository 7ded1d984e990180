namespace Lamina.Cli.Tests.Grammar;

/// <summary>The forms of the grammar, and what each asks of the stack.</summary>
public sealed class GrammarTests
{
    [Theory]
    [InlineData("ipcp create u1 --type unicast", """create {"name":"u1","type":"unicast"}""")]
    [InlineData(
        "ipcp bootstrap lo --type local --layer lo",
        """bootstrap lo {"layer":"lo","type":"local","autobind":false,"insecure":false}""")]
    [InlineData(
        "ipcp bootstrap udp --type udp --layer ipnet --ip 127.0.0.1 --port 0 --peer 127.0.0.1:4000 --peer h --map uni1=h:7",
        """bootstrap udp {"layer":"ipnet","type":"udp","autobind":false,"insecure":false,"udp":{"ip":"127.0.0.1","port":0,"peers":["127.0.0.1:4000","h"],"maps":["uni1=h:7"]}}""")]
    [InlineData(
        "ipcp bootstrap uni1 --layer unicast --autobind --insecure --ttl 30 --address 2.4.1",
        """bootstrap uni1 {"layer":"unicast","autobind":true,"insecure":true,"unicast":{"router":false,"ttl":30,"address":"2.4.1"}}""")]
    [InlineData(
        "ipcp enrol uni2 --type unicast --dst unicast --autobind --insecure",
        """enrol uni2 {"destination":"unicast","type":"unicast","autobind":true,"insecure":true,"router":false}""")]
    [InlineData(
        "ipcp enrol mid --type unicast --dst net --router --insecure",
        """enrol mid {"destination":"net","type":"unicast","autobind":false,"insecure":true,"router":true}""")]
    [InlineData("ipcp enrol uni2 --layer unicast", """enrol uni2 {"destination":"unicast","autobind":false,"insecure":false,"router":false,"layer":"unicast"}""")]
    [InlineData("ipcp connect uni2 --dst uni1", """connect uni2 {"destination":"uni1","component":"all"}""")]
    [InlineData(
        "ipcp connect uni2 --dst uni1 --component dt --qos raw", """connect uni2 {"destination":"uni1","component":"dt","qos":"raw"}""")]
    [InlineData(
        "ipcp connect uni2 --dst uni1 --weight 10,voice=2", """connect uni2 {"destination":"uni1","component":"all","weight":"10,voice=2"}""")]
    [InlineData("ipcp disconnect uni2 --dst uni1 --component mgmt", """disconnect uni2 {"destination":"uni1","component":"mgmt"}""")]
    [InlineData("ipcp destroy uni2", "destroy uni2")]
    [InlineData("ipcp restart uni2", "restart uni2")]
    [InlineData("ipcp list --name uni1 --layer unicast --json", "ipcps")]
    [InlineData(
        "bind program /bin/x --name n --auto -- --listen -v",
        """bind {"kind":"program","subject":"/bin/x","name":"n","auto":true,"arguments":["--listen","-v"]}""")]
    [InlineData("bind process 4711 --name n", """bind {"kind":"process","subject":"4711","name":"n","auto":false}""")]
    [InlineData("bind ipcp uni1 --name unicast", """bind {"kind":"ipcp","subject":"uni1","name":"unicast","auto":false}""")]
    [InlineData("unbind process 4711", """unbind {"kind":"process","subject":"4711","auto":false}""")]
    [InlineData("unbind ipcp uni1 --name n", """unbind {"kind":"ipcp","subject":"uni1","name":"n","auto":false}""")]
    [InlineData("register oping --ipcp uni3", """register {"name":"oping","layers":[],"ipcps":["uni3"]}""")]
    [InlineData("register u --layer a --layer b", """register {"name":"u","layers":["a","b"],"ipcps":[]}""")]
    [InlineData("unregister u --layer a", """unregister {"name":"u","layers":["a"],"ipcps":[]}""")]
    [InlineData("name list", "names")]
    [InlineData("flow list --json", "flows")]
    [InlineData("show uni1", "show uni1 info")]
    [InlineData("show uni1 routes --json", "show uni1 routes")]
    public async Task Each_form_reaches_the_stack(string line, string call)
    {
        TestCli cli = new();
        int code = await cli.RunAsync(line);
        Assert.Equal("", cli.Error);
        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal(call, cli.Stack.LastCall);
    }

    [Theory]
    [InlineData("", "default")]
    [InlineData("--stack lab", "lab")]
    [InlineData("--stack /tmp/somewhere/lab2", "lab2")]
    [InlineData("--stack /tmp/somewhere/lab2/attach.sock", "lab2")]
    [InlineData("--stack lamina:lab3", "lab3")]
    [InlineData("--stack file:///tmp/somewhere/lab4", "lab4")]
    public async Task Stack_is_chosen_by_name_path_or_uri(string option, string stack)
    {
        TestCli cli = new();
        await cli.RunAsync($"ipcp list {option}");
        Assert.Equal(stack, cli.Stack.Opened?.Name);
    }

    [Fact]
    public async Task Stack_comes_from_the_environment_unless_it_is_given()
    {
        TestCli cli = new();
        cli.Environment["LAMINA_STACK"] = "fromenv";
        await cli.RunAsync("name list");
        Assert.Equal("/nonexistent/lamina/fromenv/control.sock", cli.Stack.Opened?.ControlSocket);
        await cli.RunAsync("--stack given name list");
        Assert.Equal("given", cli.Stack.Opened?.Name);
    }
}
