using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Lamina.Bearers.Linux;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Bench.Networks;

/// <summary>Where a stack's sockets are: in a network namespace, or with those of this process.</summary>
/// <param name="name">The namespace; null: this process's own.</param>
internal sealed partial class Host(string? name)
{
    private const int NetworkNamespace = 0x40000000;

    /// <summary>
    /// Does something that makes sockets, threads or processes, synchronously, there. A thread of its own enters the namespace and never comes
    /// back; threads and processes that it starts inherit it.
    /// </summary>
    public T Inside<T>(Func<T> make)
    {
        if (name is null)
        {
            return make();
        }

        T made = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter();
                made = make();
            }
            catch (Exception thrown)
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return made;
    }

    /// <summary>A bare socket there.</summary>
    public SegmentedUdpSocket OpenUdp(IPAddress address) => Inside(() =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, 0));
        return new SegmentedUdpSocket(socket);
    });

    /// <summary>A bare socket of TCP there.</summary>
    public Socket OpenTcp() => Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));

    private void Enter()
    {
        using SafeFileHandle handle = File.OpenHandle($"{Cable.Namespaces}/{name}");
        if (SetNamespace(handle, NetworkNamespace) != 0)
        {
            throw new IOException($"the namespace {name} cannot be entered: error {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle handle, int kind);
}
