using System.Security.Cryptography;
using Lamina.Core;
using Lamina.Node;
using Lamina.Tests.Udp;

namespace Lamina.Tests.Return;

/// <summary>What programs see while their daemon is away, and where it does not come back as it was.</summary>
public sealed class DaemonAwayTests
{
    private static readonly TimeSpan Patience = TwoMortals.Patience;

    [Fact]
    public async Task Names_are_bound_again_and_the_same_listener_goes_on()
    {
        await using TwoMortals two = await TwoMortals.StartAsync();
        await two.RestartAsync(two.A);
        Task<Flow> accepting = two.Listener.AcceptAsync();
        await using Flow second = await UnicastLayer.AllocateWhenKnownAsync(two.Client, "served", "net");
        await using Flow accepted = await accepting.WaitAsync(Patience);
        second.Write("again"u8);
        byte[] buffer = new byte[10];
        Assert.Equal(5, accepted.Read(buffer).Length);
    }

    [Fact]
    public async Task Nothing_can_be_asked_for_meanwhile_and_what_waits_is_told()
    {
        await using TwoMortals two = await TwoMortals.StartAsync();
        await two.B.KillAsync();
        await TestWait.UntilAsync(() => !two.Asking.IsUp);
        two.Asking.FailsWhileDown = true;
        Assert.Equal(LaminaError.FlowDown, Assert.Throws<LaminaException>(() => two.Asking.Write("x"u8)).Error);
        var failure = await Assert.ThrowsAsync<LaminaException>(() => two.Client.AllocateAsync("served").WaitAsync(Patience));
        Assert.Equal(LaminaError.StackLost, failure.Error);
        two.B.Begin();
    }

    [Fact]
    public async Task Where_the_daemon_does_not_come_in_time_flows_and_listeners_end_with_its_loss()
    {
        await using TwoMortals two = await TwoMortals.StartAsync(returnTime: TimeSpan.FromMilliseconds(300));
        Task<Flow> accepting = two.Listener.AcceptAsync();
        await Task.WhenAll(two.A.KillAsync(), two.B.KillAsync());
        var failure = await Assert.ThrowsAsync<LaminaException>(async () => await two.Asking.ReadAsync(new byte[10]).AsTask().WaitAsync(Patience));
        Assert.Equal(LaminaError.StackLost, failure.Error);
        Assert.Equal(CloseReason.StackLost, two.Asking.CloseReason);
        failure = await Assert.ThrowsAsync<LaminaException>(() => accepting.WaitAsync(Patience));
        Assert.Equal(LaminaError.StackLost, failure.Error);
        two.A.Begin();
        two.B.Begin();
    }

    [Theory]
    [InlineData(false, 60)]
    [InlineData(true, 0)]
    public async Task Without_a_state_directory_or_the_wish_a_flow_ends_at_once(bool keeps, int returnSeconds)
    {
        await using TwoMortals two = await TwoMortals.StartAsync(keeps: keeps, returnTime: TimeSpan.FromSeconds(returnSeconds));
        await two.B.KillAsync();
        await two.Asking.Channel.Ended.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(CloseReason.StackLost, two.Asking.CloseReason);
        two.B.Begin();
    }

    [Fact]
    public async Task A_daemon_that_stops_in_good_order_is_not_waited_for_and_both_ends_hear_it()
    {
        await using TwoMortals two = await TwoMortals.StartAsync();
        await two.B.Node.StopAsync();
        await two.Asking.Channel.Ended.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(CloseReason.StackLost, two.Asking.CloseReason);
        await two.Serving.Channel.Ended.Task.WaitAsync(Patience);
        Assert.True(two.Serving.CloseReason is CloseReason.ShuttingDown or CloseReason.PeerDied, two.Serving.CloseReason.ToString());
        two.B.Begin();
    }

    [Fact]
    public async Task Another_daemon_at_the_same_place_does_not_take_the_flow()
    {
        await using TwoMortals two = await TwoMortals.StartAsync();
        await two.B.KillAsync();
        two.B.Begin(RandomNumberGenerator.GetBytes(StackKeep.KeyLength));
        await two.Asking.Channel.Ended.Task.WaitAsync(Patience);
        Assert.Equal(CloseReason.StackLost, two.Asking.CloseReason);
    }

    [Fact]
    public async Task What_the_peer_closed_meanwhile_is_closed_here_for_its_reason()
    {
        await using TwoMortals two = await TwoMortals.StartAsync();
        await two.B.KillAsync();
        await TestWait.UntilAsync(() => !two.Asking.IsUp);
        two.Serving.Abort(CloseReason.Denied);
        await two.Serving.Channel.Ended.Task.WaitAsync(Patience);
        two.B.Begin();
        await two.B.SetUpAsync();
        await two.Asking.Channel.Ended.Task.WaitAsync(Patience);
        Assert.Equal(CloseReason.Denied, two.Asking.CloseReason);
    }

    [Fact]
    public async Task What_the_program_gives_up_meanwhile_the_peer_hears_afterwards()
    {
        await using TwoMortals two = await TwoMortals.StartAsync();
        await two.B.KillAsync();
        await TestWait.UntilAsync(() => !two.Asking.IsUp);
        two.Asking.Abort();
        await two.Asking.Channel.Ended.Task.WaitAsync(Patience);
        two.B.Begin();
        await two.B.SetUpAsync();
        await two.Serving.Channel.Ended.Task.WaitAsync(Patience);
        Assert.Equal(CloseReason.Reset, two.Serving.CloseReason);
    }

    [Fact]
    public async Task A_member_that_has_forgotten_its_address_is_found_under_another_one()
    {
        await using TwoMortals two = await TwoMortals.StartAsync();
        two.B.Members.Forget();
        await two.RestartAsync(two.B);
        two.Asking.Write("here"u8);
        byte[] buffer = new byte[10];
        Assert.Equal(4, (await two.Serving.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
        two.Serving.Write("there"u8);
        Assert.Equal(5, (await two.Asking.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
    }

    [Fact]
    public async Task A_flow_that_repeats_nothing_goes_on_too()
    {
        await using TwoMortals two = await TwoMortals.StartAsync(QosSpec.Raw);
        await two.RestartAsync(two.B);
        byte[] buffer = new byte[10];
        two.Asking.Write("here"u8);
        Assert.Equal(4, (await two.Serving.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
        two.Serving.Write("there"u8);
        Assert.Equal(5, (await two.Asking.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
    }

    [Fact]
    public async Task More_flows_than_a_socket_holds_messages_all_come_back()
    {
        const int Count = 1500;
        await using TwoMortals two = await TwoMortals.StartAsync();
        var pairs = new List<(Flow Asking, Flow Serving)>();
        for (int i = 0; i < Count; i++)
        {
            Task<Flow> accepting = two.Listener.AcceptAsync();
            pairs.Add((await two.Client.AllocateAsync("served", layer: "net"), await accepting.WaitAsync(Patience)));
        }

        await two.RestartAsync(two.B);
        byte[] buffer = new byte[10];
        foreach ((Flow asking, Flow serving) in pairs)
        {
            asking.Write("here"u8);
            Assert.Equal(4, (await serving.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
        }
    }
}
