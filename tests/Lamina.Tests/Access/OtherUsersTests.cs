using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Ipc.Irm.Naming;
using Lamina.Ipc.Irm.Rules;
using Lamina.Node.Access;
using Lamina.Node.Management;

namespace Lamina.Tests.Access;

/// <summary>Programs of other users of this host, at a stack that belongs to root.</summary>
public sealed class OtherUsersTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly Account Nobody = new(OtherUser.Nobody, "nobody");
    private static readonly Account Somebody = new(OtherUser.Somebody, "somebody");

    [Fact]
    public async Task A_user_who_may_only_look_is_told_who_may_attach()
    {
        await using TestStacks stacks = await StartAsync(use: [Somebody], read: [Nobody]);
        LaminaException denied = Assert.Throws<LaminaException>(() => AttachAs(stacks, OtherUser.Nobody));
        Assert.Equal(LaminaError.Denied, denied.Error);
        Assert.Equal("user 65534 has no right to use this stack: root and somebody have it", denied.Message);
        Assert.Equal(1, stacks.Daemon.Attach!.DeniedCallers);
        await using NetworkStack somebody = AttachAs(stacks, OtherUser.Somebody);
        await using NetworkStack root = await stacks.AttachAsync();
    }

    [Fact]
    public async Task Where_nobody_else_has_a_right_the_socket_does_not_open()
    {
        await using TestStacks stacks = await StartAsync();
        LaminaException denied = Assert.Throws<LaminaException>(() => AttachAs(stacks, OtherUser.Nobody));
        Assert.Equal(LaminaError.Denied, denied.Error);
        Assert.True(OperatingSystem.IsLinux() && File.GetUnixFileMode(stacks.Socket) == SocketGuard.OwnerOnly);
    }

    [Fact]
    public async Task A_user_serves_a_free_name_and_nobody_else_takes_it()
    {
        await using TestStacks stacks = await StartAsync(use: [Nobody, Somebody]);
        await using NetworkStack nobody = AttachAs(stacks, OtherUser.Nobody);
        await using NetworkStack somebody = AttachAs(stacks, OtherUser.Somebody);
        await using FlowListener listener = await nobody.ListenAsync("n");
        await using Flow client = await somebody.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        LaminaException refused = await Assert.ThrowsAsync<LaminaException>(() => somebody.ListenAsync("n"));
        Assert.Equal(LaminaError.Denied, refused.Error);
        Assert.Contains("'n' is held by process", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, stacks.Daemon.Attach!.DeniedBindings);
        await using FlowListener also = await (await stacks.AttachAsync()).ListenAsync("n");
        FlowInfo line = Assert.Single(await stacks.Daemon.Management.Flows.ListAsync());
        Assert.Equal(Environment.ProcessPath, line.Program);
        await using Flow again = await somebody.AllocateAsync("n");
    }

    [Fact]
    public async Task A_name_of_a_member_of_a_layer_cannot_be_listened_to()
    {
        await using TestStacks stacks = await StartAsync(use: [Nobody]);
        TestStacks.AssertOk(await stacks.Daemon.Management.Ipcps.CreateAsync("net.a", Ipc.IpcProcessKind.Unicast));
        TestStacks.AssertOk(await stacks.Daemon.Management.Names.BindIpcpAsync(Name.Parse("net"), "net.a"));
        await using NetworkStack nobody = AttachAs(stacks, OtherUser.Nobody);
        LaminaException refused = await Assert.ThrowsAsync<LaminaException>(() => nobody.ListenAsync("net"));
        Assert.Contains("'net' is held by ipcp net.a", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reserved_name_is_its_users_even_while_nobody_is_there()
    {
        await using TestStacks stacks = await StartAsync(use: [Nobody, Somebody]);
        TestStacks.AssertOk(await stacks.Daemon.Management.Policies.ReserveAsync(Name.Parse("n"), new NameReservation([OtherUser.Somebody], [])));
        await using NetworkStack nobody = AttachAs(stacks, OtherUser.Nobody);
        await using NetworkStack somebody = AttachAs(stacks, OtherUser.Somebody);
        LaminaException refused = await Assert.ThrowsAsync<LaminaException>(() => nobody.ListenAsync("n"));
        Assert.Contains("'n' is reserved", refused.Message, StringComparison.Ordinal);
        await using FlowListener listener = await somebody.ListenAsync("n");
    }

    [Fact]
    public async Task A_user_binds_its_own_programs_and_nothing_that_runs_as_somebody_else()
    {
        await using TestStacks stacks = await StartAsync(use: [Nobody, Somebody]);
        await using NetworkStack nobody = AttachAs(stacks, OtherUser.Nobody);
        await using FlowListener own = await nobody.ListenAsync("own");
        var alien = new BindingParty(OtherUser.Somebody, []);
        NameManagement names = stacks.Daemon.Management.Names;
        Outcome refused = await names.BindProcessAsync(Name.Parse("n"), Environment.ProcessId, alien);
        Assert.Equal((OutcomeCode.Denied, $"process {Environment.ProcessId} is another user's"), (refused.Code, refused.Message));
        Assert.Equal(OutcomeCode.Denied, (await names.UnbindProcessAsync(Name.Parse("own"), Environment.ProcessId, alien)).Code);
        refused = await names.BindProgramAsync(Name.Parse("n"), Environment.ProcessPath!, isAuto: true, [], alien);
        Assert.Contains("as the daemon's user", refused.Message, StringComparison.Ordinal);

        // Bound by somebody, the program is somebody's: nobody's process of the same executable is not behind the name.
        TestStacks.AssertOk(await names.BindProgramAsync(Name.Parse("n"), Environment.ProcessPath!, isAuto: false, [], alien));
        Assert.Empty((await names.ListAsync()).Single(name => name.Name == "n").Acceptors);
        TestStacks.AssertOk(await names.UnbindProgramAsync(null, Environment.ProcessPath!, alien));
        TestStacks.AssertOk(await names.BindProcessAsync(Name.Parse("n"), Environment.ProcessId, new BindingParty(OtherUser.Nobody, [])));
    }

    [Fact]
    public async Task A_flood_of_bindings_of_one_user_ends_at_a_bound()
    {
        await using TestStacks stacks = await StartAsync(use: [Nobody]);
        var party = new BindingParty(OtherUser.Nobody, []);
        NameManagement names = stacks.Daemon.Management.Names;
        Outcome outcome = Outcome.Ok;
        int bound = 0;
        for (; outcome.IsOk && bound < 2000; bound++)
        {
            outcome = await names.BindProgramAsync(Name.Parse($"n{bound}"), Environment.ProcessPath!, isAuto: false, [], party);
        }

        Assert.Equal((1025, OutcomeCode.Failed), (bound, outcome.Code));
        TestStacks.AssertOk(await names.BindProgramAsync(Name.Parse("other"), Environment.ProcessPath!, isAuto: false, []));
        TestStacks.AssertOk(await names.UnbindProgramAsync(null, Environment.ProcessPath!, party));
        Assert.Equal("other", Assert.Single(await names.ListAsync()).Name);
    }

    [Fact]
    public async Task A_flood_of_attachments_of_one_user_leaves_room_for_the_others()
    {
        await using TestStacks stacks = await StartAsync(use: [Nobody, Somebody]);
        DescriptorSocket[] flood = OtherUser.Run(
            OtherUser.Nobody, [], () => Enumerable.Range(0, 100).Select(_ => DescriptorSocket.Connect(stacks.Socket)).ToArray());
        DescriptorSocket[] more = OtherUser.Run(
            OtherUser.Nobody, [], () => Enumerable.Range(0, 100).Select(_ => DescriptorSocket.Connect(stacks.Socket)).ToArray());
        await using NetworkStack somebody = AttachAs(stacks, OtherUser.Somebody);
        await using NetworkStack root = await stacks.AttachAsync();
        Assert.True(stacks.Daemon.Attach!.RefusedConnections >= 72);
        foreach (DescriptorSocket one in flood.Concat(more))
        {
            one.Dispose();
        }
    }

    [Fact]
    public void A_ticket_is_of_no_use_to_another_user()
    {
        byte[] key = new byte[32];
        var seal = new Node.Attach.TicketSeal(key);
        var ticket = new FlowTicket
        {
            Eid = 1,
            RemoteEid = 2,
            LocalAddress = 3,
            RemoteAddress = 4,
            Qos = QosSpec.Data,
            MaxPacketSize = 1400,
            MaxPacketLifetime = Duration.FromSeconds(1),
            Process = "net.a",
            Layer = "net",
            Name = "n",
        };
        byte[] bytes = new byte[Node.Attach.TicketSeal.MaxLength];
        int length = seal.Write(ticket, OtherUser.Nobody, bytes);
        Assert.True(seal.TryOpen(bytes.AsSpan(0, length), OtherUser.Nobody, out _));
        Assert.False(seal.TryOpen(bytes.AsSpan(0, length), OtherUser.Somebody, out _));
    }

    private static NetworkStack AttachAs(TestStacks stacks, uint user) =>
        OtherUser.Run(user, [], () => NetworkStack.Open(stacks.Directory, TimeSpan.Zero));

    private static async Task<TestStacks> StartAsync(Account[]? use = null, Account[]? read = null)
    {
        OtherUser.Need();
        AccessPolicy policy = AccessPolicy.OwnerAlone with { Use = new AccessList(use ?? [], []), Read = new AccessList(read ?? [], []) };
        TestStacks stacks = await TestStacks.StartForAsync(new StackAccess(policy));

        // As a daemon does it: who may only look can reach the sockets as well.
        SocketGuard.Open(stacks.Directory, policy);
        return stacks;
    }
}
