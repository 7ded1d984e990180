using System.Diagnostics;
using Lamina.Bearers.Linux;
using Lamina.Node;
using Lamina.Node.Management;
using Lamina.Wire.Attach;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Tests.Attached;

/// <summary>How a program and its daemon come to do without shared memory, and what either may do wrong then.</summary>
public sealed class OnSocketTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly byte[] OnSocket = [(byte)AttachMessageType.OnSocket];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Both_agree_and_the_daemon_says_so(bool sharesMemory)
    {
        await using TestStacks stacks = await TestStacks.StartAsync(sharesMemory);
        await using NetworkStack program = await stacks.AttachAsync();
        await using FlowListener listener = await program.ListenAsync("n");
        Assert.Equal(sharesMemory, ((StackAttachment)program.Host).Stack.SharesMemory);
        Assert.Equal(sharesMemory, (await stacks.Daemon.Management.ListAttachedAsync())[0].SharesMemory);
    }

    [Fact]
    public async Task A_program_that_takes_no_memory_is_served_beside_one_that_does_and_both_speak_through_the_daemon()
    {
        await using TestStacks stacks = await TestStacks.StartAsync();
        await using NetworkStack sharing = await stacks.AttachAsync();
        await using FlowListener listener = await sharing.ListenAsync("n");
        string child = typeof(OnSocketTests).Assembly.Location.Replace("Lamina.Tests.dll", "Lamina.Flow.Child.dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo("dotnet", [child, stacks.Directory, "n"]);
        start.Environment["LAMINA_SHARED_MEMORY"] = "off";
        using Process process = Process.Start(start)!;
        try
        {
            await using Flow flow = await listener.AcceptAsync(Patience);
            byte[] buffer = new byte[100];
            int length = (await flow.ReadAsync(buffer).AsTask().WaitAsync(Patience)).Length;
            Assert.Equal("alive"u8, buffer.AsSpan(0, length));
            IReadOnlyList<AttachedInfo> attached = await stacks.Daemon.Management.ListAttachedAsync();
            Assert.Equal([true, false], attached.Select(info => info.SharesMemory));
            Assert.True(attached[1].Counters.TrainsFromApplication > 0, "its packets did not pass the daemon");
            Assert.Equal(0, ((StackAttachment)sharing.Host).Stack.PairCount);
            process.Kill();
            var failure = await Assert.ThrowsAsync<LaminaException>(() => flow.ReadAsync(buffer).AsTask().WaitAsync(Patience));
            Assert.Equal(LaminaError.PeerDied, failure.Error);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task It_is_said_first_or_never()
    {
        await using TestStacks stacks = await TestStacks.StartAsync("n");
        using DescriptorSocket socket = Greet(stacks, out int descriptors);
        Assert.Equal(AttachProtocol.WelcomeDescriptors, descriptors);
        byte[] message = new byte[AttachProtocol.MaxMessageLength];
        socket.Send(message.AsSpan(0, new AttachBinding(AttachMessageType.StopListening, 0, Lamina.Core.Name.Parse("n")).Write(message)));
        socket.Send(OnSocket);
        AssertHangsUp(socket);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_was_offered_none_must_say_it(bool hasMemory)
    {
        await using TestStacks stacks = await TestStacks.StartAsync(hasMemory, "n");
        using DescriptorSocket socket = Greet(stacks, out int descriptors);
        Assert.Equal(hasMemory ? AttachProtocol.WelcomeDescriptors : 0, descriptors);
        byte[] record = new byte[AttachSocketRecord.HeaderLength + AttachRecord.HeaderLength];
        AttachSocketRecord.WriteHeader(record, 1);
        socket.Send(record);
        AssertHangsUp(socket);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(AttachSocketRecord.HeaderLength - 1)]
    [InlineData(AttachSocketRecord.MaxLength + 1)]
    public async Task A_record_of_no_possible_length_ends_the_connection(int length)
    {
        await using TestStacks stacks = await TestStacks.StartAsync("n");
        using DescriptorSocket socket = Greet(stacks, out _);
        socket.Send(OnSocket);
        byte[] record = new byte[length];
        record[0] = (byte)AttachMessageType.Record;
        Assert.Equal(DescriptorSocketStatus.Ok, socket.Send(record));
        AssertHangsUp(socket);
    }

    private static DescriptorSocket Greet(TestStacks stacks, out int descriptors)
    {
        DescriptorSocket socket = DescriptorSocket.Connect(stacks.Socket);
        byte[] message = new byte[AttachProtocol.MaxMessageLength];
        socket.Send(message.AsSpan(0, new AttachHello(AttachProtocol.Version, AttachProtocol.Version, 1).Write(message)));
        List<SafeFileHandle> came = [];
        var poll = new PollSet(1);
        poll.Add(socket.Descriptor);
        Assert.True(poll.Wait(Patience) > 0);
        Assert.Equal(DescriptorSocketStatus.Ok, socket.Receive(message, out _, came));
        descriptors = came.Count;
        came.ForEach(descriptor => descriptor.Dispose());
        return socket;
    }

    private static void AssertHangsUp(DescriptorSocket socket)
    {
        var poll = new PollSet(1);
        poll.Add(socket.Descriptor);
        byte[] bytes = new byte[AttachSocketRecord.MaxLength];
        DescriptorSocketStatus status;
        do
        {
            Assert.True(poll.Wait(Patience) > 0, "the daemon kept a connection that broke the protocol");
            status = socket.Receive(bytes, out _, []);
        }
        while (status == DescriptorSocketStatus.Ok);
        Assert.Equal(DescriptorSocketStatus.Closed, status);
    }
}
