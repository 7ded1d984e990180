using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Bearers.Linux;

/// <summary>
/// A connected Unix socket of whole messages (SOCK_SEQPACKET) that may carry descriptors (SCM_RIGHTS). No call blocks.
/// <code>
/// cmsghdr: length 8 | level 4 (SOL_SOCKET) | type 4 (SCM_RIGHTS) | descriptors, 4 each | padding to 8
/// </code>
/// </summary>
public sealed unsafe class DescriptorSocket : IDisposable
{
    /// <summary>Descriptors that one message may carry.</summary>
    public const int MaxDescriptors = 4;

    private const int ControlHeader = 16;
    private const int ControlSpace = ControlHeader + (4 * MaxDescriptors);

    private readonly Socket _socket;

    /// <summary>Takes a connected SOCK_SEQPACKET socket over.</summary>
    public DescriptorSocket(Socket socket)
    {
        _socket = socket;
        socket.Blocking = false;
    }

    /// <summary>For polling. Owned by this object.</summary>
    public SafeSocketHandle Descriptor => _socket.SafeHandle;

    /// <summary>The same, as the platform has it.</summary>
    public Socket Socket => _socket;

    /// <summary>Who the peer is.</summary>
    public PeerProcess Peer => PeerCredentials.Of(_socket);

    /// <summary>The peer's groups.</summary>
    public uint[] PeerGroups => PeerCredentials.GroupsOf(_socket);

    /// <summary>Opens a socket that listens at a path; the file gets the mode before anybody can connect.</summary>
    /// <param name="path">At most 107 bytes; a file there is replaced.</param>
    /// <param name="mode">Permissions of the socket's file.</param>
    /// <exception cref="SocketException">The path cannot be bound.</exception>
    public static Socket Listen(string path, UnixFileMode mode)
    {
        OnLinux.Require("a socket that programs attach to");
        var socket = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            File.Delete(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
#pragma warning disable CA1416 // This folder is Linux.
            File.SetUnixFileMode(path, mode);
#pragma warning restore CA1416
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects to a path.</summary>
    /// <exception cref="SocketException">Nobody listens there, or it is not allowed.</exception>
    public static DescriptorSocket Connect(string path)
    {
        OnLinux.Require("attaching to a daemon");
        var socket = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new DescriptorSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends one message; the descriptors stay the caller's.</summary>
    public DescriptorSocketStatus Send(ReadOnlySpan<byte> message, ReadOnlySpan<SafeHandle> descriptors = default)
    {
        if (descriptors.Length > MaxDescriptors)
        {
            return DescriptorSocketStatus.TooLarge;
        }

        byte* control = stackalloc byte[ControlSpace];
        fixed (byte* bytes = message)
        {
            var vector = new IoVector(bytes, message.Length);
            var header = new LibC.MessageHeader { Vectors = &vector, VectorCount = 1 };
            if (!descriptors.IsEmpty)
            {
                header.Control = control;
                header.ControlLength = (nuint)WriteRights(control, descriptors);
            }

            return Send(&header);
        }
    }

    /// <summary>Sends one message that lies in two places.</summary>
    public DescriptorSocketStatus Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        fixed (byte* head = first, body = second)
        {
            IoVector* vectors = stackalloc IoVector[] { new IoVector(head, first.Length), new IoVector(body, second.Length) };
            var header = new LibC.MessageHeader { Vectors = vectors, VectorCount = 2 };
            return Send(&header);
        }
    }

    /// <summary>Takes the next message.</summary>
    /// <param name="buffer">Longer messages are <see cref="DescriptorSocketStatus.TooLarge"/>.</param>
    /// <param name="length">Bytes of the message.</param>
    /// <param name="received">
    /// Gets the descriptors that came with it; the caller owns them, whatever the status is. Fewer than were sent where this process may
    /// open no more.
    /// </param>
    public DescriptorSocketStatus Receive(Span<byte> buffer, out int length, IList<SafeFileHandle> received)
    {
        byte* control = stackalloc byte[ControlSpace];
        length = 0;
        fixed (byte* bytes = buffer)
        {
            var vector = new IoVector(bytes, buffer.Length);
            var header = new LibC.MessageHeader
            {
                Vectors = &vector,
                VectorCount = 1,
                Control = control,
                ControlLength = ControlSpace,
            };
            nint count;
            do
            {
                count = LibC.ReceiveMessage(_socket.SafeHandle, &header, LibC.MsgDontWait | LibC.MsgCloseOnExec);
            }
            while (count < 0 && LibC.LastError == Errno.Interrupted);
            if (count < 0)
            {
                return LibC.LastError == Errno.Again ? DescriptorSocketStatus.WouldBlock : DescriptorSocketStatus.Closed;
            }

            ReadRights(control, header.ControlLength, received);
            // Nobody sends an empty message: 0 is the end.
            if (count == 0)
            {
                return DescriptorSocketStatus.Closed;
            }

            length = (int)count;
            return (header.Flags & LibC.MsgTruncated) != 0
                ? DescriptorSocketStatus.TooLarge
                : DescriptorSocketStatus.Ok;
        }
    }

    /// <summary>Asks the system to hold so many bytes on their way; it may give less.</summary>
    public void AskForRoom(int bytes) => _socket.SendBufferSize = bytes;

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _socket.Dispose();

    private DescriptorSocketStatus Send(LibC.MessageHeader* header)
    {
        nint sent;
        do
        {
            sent = LibC.SendMessage(_socket.SafeHandle, header, LibC.MsgDontWait | LibC.MsgNoSignal);
        }
        while (sent < 0 && LibC.LastError == Errno.Interrupted);
        if (sent >= 0)
        {
            return DescriptorSocketStatus.Ok;
        }

        return LibC.LastError switch
        {
            Errno.Again => DescriptorSocketStatus.WouldBlock,
            Errno.MessageTooLong => DescriptorSocketStatus.TooLarge,
            _ => DescriptorSocketStatus.Closed,
        };
    }

    private static int WriteRights(byte* control, ReadOnlySpan<SafeHandle> descriptors)
    {
        int length = ControlHeader + (4 * descriptors.Length);
        *(nuint*)control = (nuint)length;
        *(int*)(control + 8) = LibC.SolSocket;
        *(int*)(control + 12) = LibC.Rights;
        for (int i = 0; i < descriptors.Length; i++)
        {
            *(int*)(control + ControlHeader + (4 * i)) = (int)descriptors[i].DangerousGetHandle();
        }

        return (length + 7) & ~7;
    }

    private static void ReadRights(byte* control, nuint length, IList<SafeFileHandle> received)
    {
        nuint at = 0;
        while (at + ControlHeader <= length)
        {
            nuint messageLength = *(nuint*)(control + at);
            if (messageLength < ControlHeader || messageLength > length - at)
            {
                return;
            }

            if (*(int*)(control + at + 8) == LibC.SolSocket && *(int*)(control + at + 12) == LibC.Rights)
            {
                for (nuint i = ControlHeader; i + 4 <= messageLength; i += 4)
                {
                    received.Add(new SafeFileHandle(*(int*)(control + at + i), ownsHandle: true));
                }
            }

            at += (messageLength + 7) & ~(nuint)7;
        }
    }
}
