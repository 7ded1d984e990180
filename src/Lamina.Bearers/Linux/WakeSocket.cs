using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Bearers.Linux;

/// <summary>
/// Wake-ups between two processes that do not trust each other: one end each of a socket pair, which wakes the other side and is woken by
/// it. An <see cref="EventFd"/> would not do: both would hold the same open file, and one of them could make it block the other.
/// </summary>
public sealed unsafe class WakeSocket : IWakeUp
{
    private const int MaxReads = 8;
    private const int ReadLength = 64;

    private readonly SafeFileHandle _descriptor;

    /// <summary>An end that was sent; owned from now on.</summary>
    public WakeSocket(SafeFileHandle descriptor) => _descriptor = descriptor;

    /// <inheritdoc/>
    public SafeHandle Descriptor => _descriptor;

    /// <summary>Two ends.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static (WakeSocket One, WakeSocket Other) CreatePair()
    {
        int* ends = stackalloc int[2];
        return LibC.SocketPair(LibC.UnixDomain, LibC.StreamSocket | LibC.SocketCloseOnExec, 0, ends) == 0
            ? (new WakeSocket(new SafeFileHandle(ends[0], ownsHandle: true)), new WakeSocket(new SafeFileHandle(ends[1], ownsHandle: true)))
            : throw LibC.Failure("socketpair");
    }

    /// <inheritdoc/>
    public void Signal()
    {
        byte one = 1;
        var vector = new IoVector(&one, 1);
        var header = new LibC.MessageHeader { Vectors = &vector, VectorCount = 1 };
        // Where it is full the other side is awake, or will be; where it is closed, nobody is there.
        _ = LibC.SendMessage(_descriptor, &header, LibC.MsgDontWait | LibC.MsgNoSignal);
    }

    /// <inheritdoc/>
    public bool TryDrain()
    {
        byte* bytes = stackalloc byte[ReadLength];
        var vector = new IoVector(bytes, ReadLength);
        for (int i = 0; i < MaxReads; i++)
        {
            // No room for descriptors: what a peer sends of them is closed by the kernel.
            var header = new LibC.MessageHeader { Vectors = &vector, VectorCount = 1 };
            nint count = LibC.ReceiveMessage(_descriptor, &header, LibC.MsgDontWait);
            if (count < ReadLength)
            {
                return count > 0 || (count < 0 && LibC.LastError is Errno.Again or Errno.Interrupted);
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();
}
