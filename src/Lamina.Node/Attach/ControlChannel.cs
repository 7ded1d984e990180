using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Node.Driving;
using Lamina.Wire.Attach;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Node.Attach;

/// <summary>
/// The message side of an attachment, for both ends. Messages that the peer does not take wait, up to a bound; a peer
/// that lets them pass the bound has stopped working and loses the connection. Where there is no shared memory, records go here too, and
/// keep their place among the messages.
/// </summary>
internal sealed class ControlChannel : IPollSource, IDisposable
{
    /// <summary>Messages that may wait for a slow peer.</summary>
    public const int MaxWaiting = 1024;

    private const int MaxMessagesPerTurn = 32;

    // The system takes what it may, by default some three long records.
    private const int RecordRoom = 1 << 20;

    private readonly DomainDriver _driver;
    private readonly DescriptorSocket _socket;
    private readonly IControlUser _user;
    private readonly OutgoingMessages _waiting = new();
    private readonly List<SafeFileHandle> _descriptors = [];
    private byte[] _buffer = new byte[AttachProtocol.MaxMessageLength];
    private bool _isClosed;

    public ControlChannel(DomainDriver driver, DescriptorSocket socket, IControlUser user)
    {
        _driver = driver;
        _socket = socket;
        _user = user;
        driver.Add((IPollSource)this);
    }

    public SafeHandle Descriptor => _socket.Descriptor;

    public Socket Socket => _socket.Socket;

    public bool WantsWrite => !_waiting.IsEmpty;

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
        if (status != DescriptorSocketStatus.WouldBlock || _waiting.Messages >= MaxWaiting || !descriptors.IsEmpty)
        {
            Close(CloseReason.PeerDied, now);
            return;
        }

        _waiting.Add(message);
        _driver.ReconsiderInterests();
    }

    /// <summary>Sends a message that cannot wait, since its descriptors cannot. False: not now.</summary>
    public bool TrySend(ReadOnlySpan<byte> message, ReadOnlySpan<SafeHandle> descriptors) =>
        !_isClosed && !WantsWrite && _socket.Send(message, descriptors) == DescriptorSocketStatus.Ok;

    /// <summary>False: who has many things to say keeps them until <see cref="IControlUser.HandleRoom"/>.</summary>
    public bool HasRoom => _waiting.Messages < MaxWaiting / 2;

    /// <summary>Sends a message without descriptors.</summary>
    public void Send(ReadOnlySpan<byte> message, Instant now) => Send(message, default, now);

    /// <summary>Bytes that wait for a slow peer, records among them.</summary>
    public int WaitingBytes => _waiting.Length;

    /// <summary>Records come and go here from now on: longer messages than before.</summary>
    public void TakeRecords()
    {
        _buffer = new byte[AttachSocketRecord.MaxLength];
        if (!_isClosed)
        {
            _socket.AskForRoom(RecordRoom);
        }
    }

    /// <summary>
    /// Sends a record, or lets it wait behind what waits. Where the peer has gone it is gone too: that is said by the next look at the socket,
    /// since whoever sends packets is in the middle of something.
    /// </summary>
    public void SendRecord(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        if (_isClosed || (!WantsWrite && _socket.Send(head, body) != DescriptorSocketStatus.WouldBlock))
        {
            return;
        }

        if (!WantsWrite)
        {
            _driver.ReconsiderInterests();
        }

        _waiting.AddRecord(head, body);
    }

    public void HandleReady(bool readable, bool writable, Instant now)
    {
        while (writable && !_isClosed && WantsWrite && _socket.Send(_waiting.Next) is DescriptorSocketStatus.Ok or DescriptorSocketStatus.TooLarge)
        {
            _waiting.Remove();
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
        _waiting.Clear();
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
            // There may be keys in it, unless it is a record.
            if (AttachProtocol.TypeOf(_buffer) != AttachMessageType.Record)
            {
                HandedKeys.Forget(_buffer.AsSpan(0, Math.Clamp(length, 0, _buffer.Length)));
            }

            foreach (SafeFileHandle left in _descriptors)
            {
                left.Dispose();
            }

            _descriptors.Clear();
        }
    }
}
