using System.Runtime.InteropServices;
using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Node.Driving;
using Lamina.Wire.Attach;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Node.Attach;

/// <summary>
/// The message side of an attachment, for both ends. Messages that the peer does not take wait, up to a bound; a peer
/// that lets them pass the bound has stopped working and loses the connection.
/// </summary>
internal sealed class ControlChannel : IPollSource, IDisposable
{
    /// <summary>Messages that may wait for a slow peer.</summary>
    public const int MaxWaiting = 1024;

    private const int MaxMessagesPerTurn = 32;

    private readonly DomainDriver _driver;
    private readonly DescriptorSocket _socket;
    private readonly IControlUser _user;
    private readonly Queue<byte[]> _waiting = new();
    private readonly List<SafeFileHandle> _descriptors = [];
    private readonly byte[] _buffer = new byte[AttachProtocol.MaxMessageLength];
    private bool _isClosed;

    public ControlChannel(DomainDriver driver, DescriptorSocket socket, IControlUser user)
    {
        _driver = driver;
        _socket = socket;
        _user = user;
        driver.Add((IPollSource)this);
    }

    public SafeHandle Descriptor => _socket.Descriptor;

    public bool WantsWrite => _waiting.Count > 0;

    /// <summary>Sends, or lets wait.</summary>
    public void Send(ReadOnlySpan<byte> message, ReadOnlySpan<SafeHandle> descriptors, Instant now)
    {
        if (_isClosed)
        {
            return;
        }

        DescriptorSocketStatus status = WantsWrite ? DescriptorSocketStatus.WouldBlock : _socket.Send(message, descriptors);
        if (status == DescriptorSocketStatus.Ok)
        {
            return;
        }
        // Descriptors go with the first answer, when nothing can wait yet.
        if (status != DescriptorSocketStatus.WouldBlock || _waiting.Count >= MaxWaiting || !descriptors.IsEmpty)
        {
            Close(CloseReason.PeerDied, now);
            return;
        }

        _waiting.Enqueue(message.ToArray());
        _driver.ReconsiderInterests();
    }

    /// <summary>Sends a message that cannot wait, since its descriptors cannot. False: not now.</summary>
    public bool TrySend(ReadOnlySpan<byte> message, ReadOnlySpan<SafeHandle> descriptors) =>
        !_isClosed && !WantsWrite && _socket.Send(message, descriptors) == DescriptorSocketStatus.Ok;

    /// <summary>False: who has many things to say keeps them until <see cref="IControlUser.HandleRoom"/>.</summary>
    public bool HasRoom => _waiting.Count < MaxWaiting / 2;

    /// <summary>Sends a message without descriptors.</summary>
    public void Send(ReadOnlySpan<byte> message, Instant now) => Send(message, default, now);

    public void HandleReady(bool readable, bool writable, Instant now)
    {
        while (writable && !_isClosed && _waiting.Count > 0 && _socket.Send(_waiting.Peek()) == DescriptorSocketStatus.Ok)
        {
            // There may be keys in it.
            HandedKeys.Forget(_waiting.Dequeue());
        }

        if (writable && !_isClosed && HasRoom)
        {
            _user.HandleRoom(now);
        }

        for (int i = 0; i < MaxMessagesPerTurn && readable && !_isClosed; i++)
        {
            readable = TryReceive(now);
        }
    }

    /// <summary>Ends the connection; the user hears it, once. Only inside.</summary>
    public void Close(CloseReason reason, Instant now)
    {
        if (_isClosed)
        {
            return;
        }

        Dispose();
        _user.HandleClosed(reason, now);
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _driver.Remove((IPollSource)this);
        _socket.Dispose();
    }

    private bool TryReceive(Instant now)
    {
        DescriptorSocketStatus status = _socket.Receive(_buffer, out int length, _descriptors);
        try
        {
            switch (status)
            {
                case DescriptorSocketStatus.WouldBlock:
                    return false;
                case DescriptorSocketStatus.Closed:
                    Close(CloseReason.PeerDied, now);
                    return false;
                case DescriptorSocketStatus.Ok when _user.HandleMessage(_buffer.AsSpan(0, length), _descriptors, now):
                    return true;
                default:
                    Close(CloseReason.ProtocolError, now);
                    return false;
            }
        }
        finally
        {
            // There may be keys in it.
            HandedKeys.Forget(_buffer.AsSpan(0, Math.Clamp(length, 0, _buffer.Length)));
            foreach (SafeFileHandle left in _descriptors)
            {
                left.Dispose();
            }

            _descriptors.Clear();
        }
    }
}
