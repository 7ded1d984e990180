using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Contest.Links;

/// <summary>An interface whose packets this program carries: what the kernel sends is read here, what is written here it receives.</summary>
internal sealed unsafe partial class TunDevice : IDisposable
{
    private const int ReadWrite = 2;
    private const int NonBlocking = 0x800;
    private const nuint SetInterface = 0x400454CA;
    private const short TunWithoutInfo = 0x1001;

    public TunDevice(string name, string host)
    {
        (Name, Host) = (name, host);
        Descriptor = Open("/dev/net/tun", ReadWrite | NonBlocking);
        if (Descriptor.IsInvalid)
        {
            throw new ContestException("/dev/net/tun cannot be opened");
        }

        // struct ifreq: the name, then the flags.
        byte* request = stackalloc byte[40];
        new Span<byte>(request, 40).Clear();
        Encoding.ASCII.GetBytes(name, new Span<byte>(request, 15));
        *(short*)(request + 16) = TunWithoutInfo;
        if (Control(Descriptor, SetInterface, request) != 0)
        {
            throw new ContestException($"no TUN device: error {Marshal.GetLastPInvokeError()}");
        }
    }

    public string Name { get; }

    /// <summary>The namespace that it is for.</summary>
    public string Host { get; }

    public SafeFileHandle Descriptor { get; }

    /// <summary>The next packet that the kernel sends.</summary>
    /// <returns>Its length; 0 where there is none.</returns>
    public int Receive(Span<byte> target)
    {
        fixed (byte* start = target)
        {
            return (int)Math.Max(0, Read(Descriptor, start, (nuint)target.Length));
        }
    }

    /// <summary>Hands a packet to the kernel; one that it has no room for is lost.</summary>
    public void Send(ReadOnlySpan<byte> packet)
    {
        fixed (byte* start = packet)
        {
            _ = Write(Descriptor, start, (nuint)packet.Length);
        }
    }

    public void Dispose() => Descriptor.Dispose();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle descriptor, nuint request, byte* argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle descriptor, byte* buffer, nuint length);
}
