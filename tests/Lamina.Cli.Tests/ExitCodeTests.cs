using System.Net.Sockets;
using Lamina.Core;
using Lamina.Daemon.Client;

namespace Lamina.Cli.Tests;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData(OutcomeCode.Failed, 1)]
    [InlineData(OutcomeCode.Usage, 2)]
    [InlineData(OutcomeCode.NotFound, 4)]
    [InlineData(OutcomeCode.Denied, 5)]
    [InlineData(OutcomeCode.Timeout, 6)]
    public async Task Outcomes_become_exit_codes_with_what_why_and_next(OutcomeCode outcome, int expected)
    {
        TestCli cli = new();
        cli.Stack.Next = new Outcome(outcome, "it broke, because it was old", "lamina status");
        Assert.Equal(expected, await cli.RunAsync("ipcp destroy x"));
        Assert.Equal("lamina: it broke, because it was old\n  try: lamina status\n", cli.Error);
        Assert.Equal("", cli.Out);
    }

    [Fact]
    public void A_daemon_that_went_away_is_not_reachable() =>
        Assert.Equal(ExitCode.DaemonNotReachable, ExitCode.Of(LaminaError.StackLost));

    [Fact]
    public async Task A_socket_that_may_not_be_opened_is_denied()
    {
        TestCli cli = new() { OpenControl = paths => throw new DaemonUnreachableException(paths.ControlSocket, new SocketException((int)SocketError.AccessDenied)) };
        Assert.Equal(ExitCode.Denied, await cli.RunAsync("ipcp list"));
        Assert.StartsWith("lamina: no permission to open /nonexistent/lamina/", cli.Error);
    }

    [Theory]
    [InlineData("ipcp list", "try: lamina daemon\n")]
    [InlineData("status", "try: lamina daemon\n")]
    [InlineData("--stack lab status", "try: lamina daemon --stack lab\n")]
    [InlineData("register n --layer l --stack lab", "try: lamina daemon --stack lab\n")]
    public async Task No_daemon_is_3_and_names_the_command_that_starts_one(string line, string hint)
    {
        TestCli cli = new() { OpenControl = paths => new ControlClient(paths.ControlSocket) };
        Assert.Equal(ExitCode.DaemonNotReachable, await cli.RunAsync(line));
        Assert.Contains("lamina: no daemon answers on /nonexistent/lamina/", cli.Error);
        Assert.EndsWith(hint, cli.Error);
    }
}
