using System.Net.Sockets;
using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Bearers.Managed;

/// <summary>
/// Waits for sockets by Socket.Select, whose clock has milliseconds: time-outs are rounded up, so that a timer that is near does not spin. Beyond
/// some 20 sockets the runtime allocates for each wait.
/// </summary>
internal sealed class SocketWait : ISourceWait
{
    private const long Millisecond = 1_000_000;

    private readonly List<Socket> _reading = [];
    private readonly List<Socket> _writing = [];
    private Socket[] _sockets = new Socket[8];
    private bool[] _wantsWrite = new bool[8];
    private bool[] _readable = new bool[8];
    private bool[] _writable = new bool[8];

    public void Prepare(IReadOnlyList<IPollSource> sources)
    {
        if (_sockets.Length < sources.Count)
        {
            int length = sources.Count * 2;
            (_sockets, _wantsWrite, _readable, _writable) = (new Socket[length], new bool[length], new bool[length], new bool[length]);
        }

        for (int i = 0; i < sources.Count; i++)
        {
            _sockets[i] = sources[i].Socket
                ?? throw new PlatformNotSupportedException($"{sources[i].GetType().Name} needs Linux: without it only sockets can be waited for");
            _wantsWrite[i] = sources[i].WantsWrite;
            _readable[i] = _writable[i] = false;
        }

        Array.Clear(_sockets, sources.Count, _sockets.Length - sources.Count);
    }

    public bool Wait(Duration timeout, int count)
    {
        _reading.Clear();
        _writing.Clear();
        for (int i = 0; i < count; i++)
        {
            _readable[i] = _writable[i] = false;
            _reading.Add(_sockets[i]);
            if (_wantsWrite[i])
            {
                _writing.Add(_sockets[i]);
            }
        }

        try
        {
            // It takes out of the lists what is not ready.
            Socket.Select(_reading, _writing.Count > 0 ? _writing : null, null, Microseconds(timeout));
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // One of them was closed before the wait began, and is not among the sources any more.
            return false;
        }

        bool isReady = false;
        for (int i = 0; i < count; i++)
        {
            _readable[i] = _reading.Contains(_sockets[i]);
            _writable[i] = _wantsWrite[i] && _writing.Contains(_sockets[i]);
            isReady |= _readable[i] || _writable[i];
        }

        return isReady;
    }

    public bool TryTake(int place, out bool readable, out bool writable)
    {
        (readable, writable) = (_readable[place], _writable[place]);
        _readable[place] = _writable[place] = false;
        return readable || writable;
    }

    private static int Microseconds(Duration timeout)
    {
        if (timeout == Duration.Forever)
        {
            return -1;
        }

        long milliseconds = (Math.Max(timeout.Nanoseconds, 0) + Millisecond - 1) / Millisecond;
        return (int)Math.Min(milliseconds, int.MaxValue / 1000) * 1000;
    }
}
