using System.Net;
using Lamina.Bearers.Managed;
using Lamina.Core;
using Lamina.Tests.Udp;

namespace Lamina.Tests;

/// <summary>
/// The packet path allocates nothing: what the process allocates while many packets pass is a small constant, whoever
/// waits for whom. Blocked and asynchronous calls are among them. Slabs are not counted: pools grow to what a flow's
/// windows need, up to their bound, and never again.
/// </summary>
[Collection(nameof(AlonePerProcess))]
public sealed class AllocationPerPacketTests(ITestOutputHelper output)
{
    private const int WarmUp = 50_000;
    private const int Packets = 25_000;

    // The least of them counts: a table or a window that grows once, late on a busy machine, is in one; what each packet costs, in all.
    private const int Rounds = 4;
    private const double LimitPerPacket = 8;
    private const int MessageLength = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Embedded_over_udp(bool isAsync, bool isSealed)
    {
        await using UdpStacks stacks = await UdpStacks.StartAsync("n");
        stacks.Serving.LabKeys = isSealed ? LabKeys.Of : null;
        stacks.Asking.LabKeys = stacks.Serving.LabKeys;
        await using FlowListener listener = await stacks.Serving.ListenAsync("n");
        await using Flow client = await stacks.Asking.AllocateAsync("n");
        PacketPool[] pools = [PoolOf(stacks.Serving), PoolOf(stacks.Asking)];
        await AssertAllocatesNothingAsync(client, listener, isAsync, pools);
    }

    [Fact]
    public async Task Embedded_over_managed_udp()
    {
        await using UdpStacks stacks = await UdpStacks.StartAsync(ManagedEdge.Instance, "n");
        await using FlowListener listener = await stacks.Serving.ListenAsync("n");
        await using Flow client = await stacks.Asking.AllocateAsync("n");
        PacketPool[] pools = [PoolOf(stacks.Serving), PoolOf(stacks.Asking)];
        await AssertAllocatesNothingAsync(client, listener, isAsync: false, pools);
    }

    [Fact]
    public async Task Embedded_over_a_unicast_layer()
    {
        await using UdpStacks stacks = await UdpStacks.StartAsync("member");
        await UnicastLayer.MakeAsync(stacks.Serving.Management, stacks.Asking.Management, "net", "member", 1444, "n");
        await using FlowListener listener = await stacks.Serving.ListenAsync("n");
        await using Flow client = await UnicastLayer.AllocateWhenKnownAsync(stacks.Asking, "n", "net");
        PacketPool[] pools = [PoolOf(stacks.Serving), PoolOf(stacks.Asking)];
        await AssertAllocatesNothingAsync(client, listener, isAsync: false, pools);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Attached(bool isAsync, bool sharesMemory)
    {
        await using TestStacks stacks = await TestStacks.StartAsync(sharesMemory);
        await using NetworkStack elsewhere = await NetworkStack.StartAsync();
        await UdpStacks.BootstrapAsync(elsewhere.Management, []);
        IPEndPoint local = (await elsewhere.Management.Ipcps.ListPortsAsync())[0].Local;
        await UdpStacks.BootstrapAsync(stacks.Daemon.Management, [local]);
        TestStacks.AssertOk(await elsewhere.Management.Names.RegisterAsync(Name.Parse("n"), "internet"));
        await using FlowListener listener = await elsewhere.ListenAsync("n");
        await using NetworkStack program = await stacks.AttachAsync();
        await using Flow client = await program.AllocateAsync("n");
        PacketPool[] pools = [stacks.Daemon.Pool, PoolOf(program), PoolOf(elsewhere)];
        await AssertAllocatesNothingAsync(client, listener, isAsync, pools);
    }

    [Fact]
    public async Task Direct_between_two_attached_programs()
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        await using NetworkStack serving = await stacks.AttachAsync();
        await using NetworkStack asking = await stacks.AttachAsync();
        await using FlowListener listener = await serving.ListenAsync("n");
        await using Flow client = await asking.AllocateAsync("n");
        PacketPool[] pools = [stacks.Daemon.Pool, PoolOf(serving), PoolOf(asking)];
        await AssertAllocatesNothingAsync(client, listener, isAsync: false, pools);
    }

    [Fact]
    public async Task Read_as_a_set_tells()
    {
        await using UdpStacks stacks = await UdpStacks.StartAsync("n");
        await using FlowListener listener = await stacks.Serving.ListenAsync("n");
        await using Flow client = await stacks.Asking.AllocateAsync("n");
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        using var set = new FlowSet();
        set.Add(server);
        PacketPool[] pools = [PoolOf(stacks.Serving), PoolOf(stacks.Asking)];
        byte[] message = new byte[MessageLength];
        Task writing = Task.Run(() =>
        {
            for (int i = 0; i < WarmUp + (Rounds * Packets); i++)
            {
                client.Write(message);
            }
        });
        Task<long> reading = Task.Run(() =>
        {
            byte[] buffer = new byte[MessageLength];
            var rounds = new MeasuredRounds(pools);
            for (int i = 0; i < WarmUp + (Rounds * Packets);)
            {
                if (set.TryTake(out FlowSetEvent happened, Patience) && happened.Flow!.TryRead(buffer, out _))
                {
                    rounds.Note(++i);
                }
            }

            return rounds.Least;
        });
        await writing.WaitAsync(Patience);
        double bytes = (double)await reading.WaitAsync(Patience) / Packets;
        output.WriteLine($"allocated bytes per packet: {bytes:0.000}");
        Assert.InRange(bytes, 0, LimitPerPacket);
    }

    private static PacketPool PoolOf(NetworkStack stack) => stack.Host.Driver.Context.Pool;

    private async Task AssertAllocatesNothingAsync(
        Flow client, FlowListener listener, bool isAsync, PacketPool[] pools)
    {
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        double there = await MeasureAsync(client, server, isAsync, pools);
        double back = await MeasureAsync(server, client, isAsync, pools);
        output.WriteLine($"allocated bytes per packet: there {there:0.000}, back {back:0.000}");
        Assert.InRange(there, 0, LimitPerPacket);
        Assert.InRange(back, 0, LimitPerPacket);
    }

    private static async Task<double> MeasureAsync(Flow from, Flow to, bool isAsync, PacketPool[] pools)
    {
        byte[] message = new byte[MessageLength];
        Task writing = Task.Run(async () =>
        {
            for (int i = 0; i < WarmUp + (Rounds * Packets); i++)
            {
                if (isAsync)
                {
                    await from.WriteAsync(message).ConfigureAwait(false);
                }
                else
                {
                    from.Write(message);
                }
            }
        });
        Task<long> reading = Task.Run(async () =>
        {
            byte[] buffer = new byte[MessageLength];
            var rounds = new MeasuredRounds(pools);
            for (int i = 0; i < WarmUp + (Rounds * Packets); i++)
            {
                ReadResult read = isAsync ? await to.ReadAsync(buffer).ConfigureAwait(false) : to.Read(buffer);
                // Not by an assertion, which allocates.
                if (read.Length != MessageLength)
                {
                    throw new InvalidOperationException($"message {i} has {read.Length} bytes");
                }

                rounds.Note(i + 1);
            }

            return rounds.Least;
        });
        await writing.WaitAsync(Patience);
        return (double)await reading.WaitAsync(Patience) / Packets;
    }

    /// <summary>What the process allocates in each round after the warm-up.</summary>
    private struct MeasuredRounds(PacketPool[] pools)
    {
        private long _before;

        public long Least { get; private set; } = long.MaxValue;

        /// <summary>So many packets have arrived.</summary>
        public void Note(int packets)
        {
            if (packets < WarmUp || (packets - WarmUp) % Packets != 0)
            {
                return;
            }

            long now = AllocatedBesidesPools();
            Least = packets > WarmUp ? Math.Min(Least, now - _before) : Least;
            _before = AllocatedBesidesPools();
        }

        // A pool that grows between the two readings would count once only.
        private readonly long AllocatedBesidesPools()
        {
            while (true)
            {
                long before = pools.Sum(pool => pool.AllocatedBytes);
                long all = GC.GetTotalAllocatedBytes(precise: true);
                if (pools.Sum(pool => pool.AllocatedBytes) == before)
                {
                    return all - before;
                }
            }
        }
    }
}
