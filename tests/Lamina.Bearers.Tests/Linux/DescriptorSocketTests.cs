using System.Net.Sockets;
using Lamina.Bearers.Linux;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Bearers.Tests.Linux;

public sealed class DescriptorSocketTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"lamina-{Guid.NewGuid():N}.sock");
    private readonly DescriptorSocket _client;
    private readonly DescriptorSocket _server;
    private readonly List<SafeFileHandle> _received = [];

    public DescriptorSocketTests()
    {
        using Socket listener = DescriptorSocket.Listen(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _client = DescriptorSocket.Connect(_path);
        listener.Poll(TimeSpan.FromSeconds(10), SelectMode.SelectRead);
        _server = new DescriptorSocket(listener.Accept());
    }

    [Fact]
    public void A_descriptor_that_was_passed_is_the_same_thing()
    {
        using var mine = new EventFd();
        Assert.Equal(DescriptorSocketStatus.Ok, _client.Send("here"u8, [mine.Descriptor]));
        byte[] buffer = new byte[100];
        Assert.Equal(DescriptorSocketStatus.Ok, _server.Receive(buffer, out int length, _received));
        Assert.Equal("here"u8, buffer.AsSpan(0, length));
        using var theirs = new EventFd(Assert.Single(_received));
        theirs.Signal();
        Assert.Equal(1ul, mine.Drain());
    }

    [Fact]
    public void Messages_keep_their_bounds()
    {
        _client.Send("one"u8);
        _client.Send("three"u8);
        byte[] buffer = new byte[100];
        _server.Receive(buffer, out int first, _received);
        _server.Receive(buffer, out int second, _received);
        Assert.Equal((3, 5), (first, second));
        Assert.Equal(DescriptorSocketStatus.WouldBlock, _server.Receive(buffer, out _, _received));
    }

    [Fact]
    public void A_message_that_is_too_long_says_so()
    {
        _client.Send(new byte[100]);
        Assert.Equal(DescriptorSocketStatus.TooLarge, _server.Receive(new byte[10], out _, _received));
    }

    [Fact]
    public void More_descriptors_than_fit_say_so_and_none_is_lost_track_of()
    {
        using var signal = new EventFd();
        Assert.Equal(
            DescriptorSocketStatus.TooLarge,
            _client.Send("x"u8, [signal.Descriptor, signal.Descriptor, signal.Descriptor, signal.Descriptor, signal.Descriptor]));
    }

    [Fact]
    public void The_kernel_vouches_for_the_peer() => Assert.Equal(Environment.ProcessId, _server.Peer.ProcessId);

    [Fact]
    public void A_peer_that_hangs_up_is_gone()
    {
        _client.Dispose();
        // Where another test starts a process at this very time, that has the peer's end, too, until its program begins.
        DescriptorSocketStatus status = DescriptorSocketStatus.WouldBlock;
        Assert.True(SpinWait.SpinUntil(() => (status = _server.Receive(new byte[10], out _, _received)) != DescriptorSocketStatus.WouldBlock, TimeSpan.FromSeconds(30)));
        Assert.Equal(DescriptorSocketStatus.Closed, status);
        Assert.Equal(DescriptorSocketStatus.Closed, _server.Send("x"u8));
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
        File.Delete(_path);
    }
}
