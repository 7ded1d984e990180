using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lamina.EndToEnd.Tests.Security;

/// <summary>Every frame that comes and goes in a network namespace, as somebody on the link sees it (packet(7)).</summary>
internal sealed partial class LinkCapture : IDisposable
{
    // ETH_P_ALL as the kernel wants it: in network order.
    private const ProtocolType All = (ProtocolType)0x0300;
    private const int LongestFrame = 1 << 17;

    private readonly Socket _socket;
    private readonly Thread _reading;
    private readonly List<byte[]> _frames = [];

    private LinkCapture(Socket socket)
    {
        _socket = socket;
        _socket.ReceiveBufferSize = 8 << 20;
        _reading = new Thread(Read) { IsBackground = true };
        _reading.Start();
    }

    /// <summary>What was seen until now.</summary>
    public IReadOnlyList<byte[]> Frames
    {
        get
        {
            lock (_frames)
            {
                return [.. _frames];
            }
        }
    }

    public static LinkCapture Start(string networkNamespace)
    {
        Socket? socket = null;
        Exception? failure = null;

        // A socket stays in the namespace where it was made; the thread that entered it ends.
        Thread entering = new(() =>
        {
            try
            {
                using SafeFileHandle handle = File.OpenHandle($"/run/netns/{networkNamespace}", share: FileShare.ReadWrite);
                if (Enter((int)handle.DangerousGetHandle(), 0) != 0)
                {
                    throw new Win32Exception(Marshal.GetLastPInvokeError());
                }

                socket = new Socket(AddressFamily.Packet, SocketType.Raw, All);
            }
            catch (Exception caught)
            {
                failure = caught;
            }
        });
        entering.Start();
        entering.Join();
        return new LinkCapture(socket ?? throw new InvalidOperationException("nothing can be captured", failure));
    }

    public void Dispose()
    {
        _socket.Dispose();
        _reading.Join();
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int Enter(int descriptor, int kind);

    private void Read()
    {
        byte[] frame = new byte[LongestFrame];
        try
        {
            while (true)
            {
                int length = _socket.Receive(frame);
                lock (_frames)
                {
                    _frames.Add(frame[..length]);
                }
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The end, or the link has gone.
        }
    }
}
