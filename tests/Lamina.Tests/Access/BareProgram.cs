using Lamina.Bearers.Linux;
using Lamina.Wire.Attach;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Tests.Access;

/// <summary>A program that attaches as it should, and then says what it likes.</summary>
internal sealed class BareProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DescriptorSocket _socket;
    private readonly PollSet _poll = new(1);
    private readonly byte[] _message = new byte[AttachProtocol.MaxMessageLength];

    public BareProgram(string path)
    {
        _socket = DescriptorSocket.Connect(path);
        _poll.Add(_socket.Descriptor);
        Send(_message.AsSpan(0, new AttachHello(AttachProtocol.Version, AttachProtocol.Version, (uint)Environment.ProcessId).Write(_message)));
        Await(AttachMessageType.Welcome);
        Received.ForEach(descriptor => descriptor.Dispose());
        Received.Clear();
    }

    /// <summary>Descriptors that came with messages since the welcome; closed with it.</summary>
    public List<SafeFileHandle> Received { get; } = [];

    public void Send(ReadOnlySpan<byte> message) => Assert.Equal(DescriptorSocketStatus.Ok, _socket.Send(message));

    /// <summary>Waits while the daemon is not as fast; false: it hung up.</summary>
    public bool TrySend(ReadOnlySpan<byte> message)
    {
        while (true)
        {
            DescriptorSocketStatus status = _socket.Send(message);
            if (status != DescriptorSocketStatus.WouldBlock)
            {
                return status == DescriptorSocketStatus.Ok;
            }

            // Its own socket is full of answers perhaps: it reads some.
            _socket.Receive(_message, out _, Received);
        }
    }

    public ReadOnlySpan<byte> Await(AttachMessageType type)
    {
        while (true)
        {
            switch (_socket.Receive(_message, out int length, Received))
            {
                case DescriptorSocketStatus.Ok when AttachProtocol.TypeOf(_message.AsSpan(0, length)) == type:
                    return _message.AsSpan(0, length);
                case DescriptorSocketStatus.Ok:
                    break;
                case DescriptorSocketStatus.WouldBlock:
                    Assert.True(_poll.Wait(Patience) > 0, $"no {type} came");
                    break;
                default:
                    Assert.Fail($"the daemon hung up before {type}");
                    break;
            }
        }
    }

    /// <summary>The daemon hangs up.</summary>
    public void AwaitEnd()
    {
        while (true)
        {
            switch (_socket.Receive(_message, out _, Received))
            {
                case DescriptorSocketStatus.Closed:
                    return;
                case DescriptorSocketStatus.WouldBlock:
                    Assert.True(_poll.Wait(Patience) > 0, "the daemon keeps it");
                    break;
            }
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        Received.ForEach(descriptor => descriptor.Dispose());
    }
}
