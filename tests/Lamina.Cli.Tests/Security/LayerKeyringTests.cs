using Lamina.Cli.Tests.Authorities;
using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting.State;
using Lamina.Ipc;
using Lamina.Security.Handshake;

namespace Lamina.Cli.Tests.Security;

/// <summary>What is taken from the state directory, by a clock that jumps.</summary>
public sealed class LayerKeyringTests : TwoHosts
{
    [Theory]
    [InlineData(366, "expired on 2027-01-01 00:00:00Z, and the clock here says 2027-01-02 00:00:00Z", "lamina layer-authority request")]
    [InlineData(-365, "is valid from 2025-12-31 23:50:00Z on, and the clock here says 2025-01-01 00:00:00Z: one of the clocks is wrong", "clock")]
    public async Task A_credential_out_of_its_time_is_refused_with_both_dates_and_the_clock(int day, string sentence, string hint)
    {
        await JoinAsync("net");
        using StackState state = StackState.Open(Second.Stack, Clock);
        Assert.True(Find(state, "anybody").IsOk);
        Clock.Now = Clock.Now.AddDays(day);
        Outcome refused = Find(state, "anybody").Outcome;
        Assert.Equal(OutcomeCode.Denied, refused.Code);
        Assert.Equal($"the credential for layer 'net' {sentence}", refused.Message);
        Assert.Contains(hint, refused.Hint);
        Assert.Equal(OutcomeCode.Denied, state.Keyring!.Begin(Name.Parse("net")).Outcome.Code);
    }

    [Fact]
    public async Task With_several_layers_one_must_be_said_where_the_name_does_not_say_it()
    {
        await JoinAsync("net");
        await JoinAsync("top");
        using StackState state = StackState.Open(Second.Stack, Clock);
        Assert.True(Find(state, "net").IsOk);
        Assert.True(Find(state, "member", "top").IsOk);
        Outcome refused = Find(state, "member").Outcome;
        Assert.Equal(OutcomeCode.Usage, refused.Code);
        Assert.Contains("'net'", refused.Message);
        Assert.Contains("'top'", refused.Message);
        Assert.Equal(OutcomeCode.Denied, Find(state, "member", "gone").Outcome.Code);
    }

    [Fact]
    public async Task Running_members_get_what_is_new_once_and_a_newer_list_from_elsewhere_stays()
    {
        await JoinAsync("net");
        using StackState state = StackState.Open(Second.Stack, Clock);
        var credentials = (LayerCredentials)Find(state, "net").Value!.Credentials;
        List<(int Lists, string Serial)> told = [];
        state.Keyring!.Tell = (taken, membership) =>
        {
            Assert.Same(credentials, taken);
            told.Add((membership.Trust.Revocations.Count, membership.Chain!.Member.Serial.ToString()));
            return Task.CompletedTask;
        };
        await state.Keyring.FollowAsync();
        Assert.Empty(told);

        Clock.Now = Clock.Now.AddDays(1);
        await JoinAsync("net");
        await state.Keyring.FollowAsync();
        await state.Keyring.FollowAsync();
        (int lists, string serial) = Assert.Single(told);
        Assert.Equal(0, lists);
        Assert.NotEqual(credentials.Chain.Member.Serial.ToString(), serial);

        await First.DoAsync("layer-authority revoke net 0123456789abcdef0123456789abcdef");
        await Second.DoAsync("layer-authority install -", await First.DoAsync("layer-authority export net"));
        await state.Keyring.FollowAsync();
        Assert.Equal((1, serial), told[^1]);
    }

    [Fact]
    public async Task A_revoked_member_does_not_begin_again()
    {
        await JoinAsync("net");
        using StackState state = StackState.Open(Second.Stack, Clock);
        await First.DoAsync($"layer-authority revoke net {state.Identity.Id}");
        await Second.TryAsync("layer-authority install -", await First.DoAsync("layer-authority export net"));
        Outcome refused = Find(state, "net").Outcome;
        Assert.Equal((OutcomeCode.Denied, "the credential for layer 'net' was revoked"), (refused.Code, refused.Message));
    }

    private static Answer<LayerSecurity> Find(StackState state, string destination, string? layer = null) =>
        state.Keyring!.Find(Name.Parse(destination), layer is null ? null : Name.Parse(layer));
}
