using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node.Capture;
using Lamina.Protocols.Flows;
using Lamina.Wire.Offers;

namespace Lamina.Tests.Udp;

/// <summary>Programs attached to two daemons, over a layer with credentials: what they see, and what somebody on the way sees.</summary>
public sealed class SecureLayerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Theory]
    [InlineData("data")]
    [InlineData("best-effort")]
    [InlineData("raw")]
    public async Task Attached_programs_talk_sealed_and_know_each_other(string qosName)
    {
        Assert.True(QosNames.TryGet(qosName, out QosSpec qos));
        await using SecureStacks stacks = await SecureStacks.StartAsync("a name that is long enough");
        await using NetworkStack serving = await stacks.AttachFirstAsync();
        await using NetworkStack asking = await stacks.AttachSecondAsync();
        await using FlowListener listener = await serving.ListenAsync("a name that is long enough");
        (Outcome outcome, CaptureStream? capture) = await stacks.First.Management.Captures.StartAsync(new CaptureSettings([]), "test");
        TestStacks.AssertOk(outcome);
        await using Flow client = await UnicastLayer.AllocateWhenKnownAsync(asking, "a name that is long enough", "net", qos);
        await using Flow server = await listener.AcceptAsync().WaitAsync(Patience);
        Assert.Equal(stacks.SecondCredentials!.Chain.Member.Subject.ToPeerIdentity(), server.PeerIdentity);
        Assert.Equal(stacks.FirstCredentials!.Chain.Member.Subject.ToPeerIdentity(), client.PeerIdentity);
        byte[] buffer = new byte[100];
        for (int i = 0; i < 20; i++)
        {
            await client.WriteAsync("a secret that nobody on the way may read"u8.ToArray());
            int length = (await server.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length;
            await server.WriteAsync(buffer.AsMemory(0, length));
            Assert.Equal(40, (await client.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length);
        }

        byte[] seen = await ReadAsync(capture!);
        Assert.True(seen.Length > 40 * 100, $"only {seen.Length} bytes were captured");
        Assert.Equal(-1, seen.AsSpan().IndexOf("a secret"u8));
        Assert.Equal(-1, seen.AsSpan().IndexOf("a name that"u8));
    }

    [Fact]
    public async Task Who_has_no_credential_is_refused_in_words()
    {
        await using SecureStacks stacks = await SecureStacks.StartAsync();
        Outcome refused = await stacks.JoinAsync("stranger", null);
        Assert.Equal(OutcomeCode.Denied, refused.Code);
        Assert.Contains("credential", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flow_whose_requester_says_nothing_sealed_reaches_no_program()
    {
        await using SecureStacks stacks = await SecureStacks.StartAsync("server");
        await using NetworkStack serving = await stacks.AttachFirstAsync();
        await using NetworkStack asking = await stacks.AttachSecondAsync();
        await using FlowListener listener = await serving.ListenAsync("server");
        await using (await UnicastLayer.AllocateWhenKnownAsync(asking, "server", "net"))
        {
            await (await listener.AcceptAsync().WaitAsync(Patience)).DisposeAsync();
        }

        // As one that only repeats what it heard: the daemon gets its answer, and nothing comes of it.
        var mute = new MuteRequester();
        byte[] data = Piggyback.Write(FlowTerms.Offer(QosSpec.Data), "mute"u8);
        Assert.True(asking.TryRun(now => asking.Host.Flows.Allocate(new FlowRequest(Name.Parse("server"), QosSpec.Data, data, "net"), mute, now)));
        await mute.Allocated.WaitAsync(Patience);
        await using Flow honest = await asking.AllocateAsync("server", data: "honest"u8.ToArray(), layer: "net");
        await using Flow accepted = await listener.AcceptAsync().WaitAsync(Patience);
        Assert.True(accepted.PeerData.Span.SequenceEqual("honest"u8));
    }

    private static async Task<byte[]> ReadAsync(CaptureStream capture)
    {
        var all = new MemoryStream();
        await using (capture)
        {
            byte[] part = new byte[1 << 16];
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try
            {
                int length;
                while ((length = await capture.ReadAsync(part, patience.Token)) > 0)
                {
                    all.Write(part, 0, length);
                }
            }
            catch (OperationCanceledException)
            {
                // What has come until now is all that there was.
            }
        }

        return all.ToArray();
    }

    private sealed class MuteRequester : IAllocationSink
    {
        private readonly TaskCompletionSource _allocated = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Allocated => _allocated.Task;

        public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now) => _allocated.TrySetResult();

        public void HandleRefused(CloseReason reason, Instant now) => _allocated.TrySetException(new InvalidOperationException($"{reason}"));
    }
}
