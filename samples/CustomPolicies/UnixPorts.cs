using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Node.Ports;

namespace CustomPolicies;

/// <summary>Ports on Unix datagram sockets: port 7 is the socket <c>7</c> in a directory. For programs of one host.</summary>
/// <param name="directory">Where the sockets are; it exists.</param>
public sealed class UnixPorts(string directory) : IPortFactory
{
    public const string Name = "unix";

    public IDatagramPort Open(IPEndPoint local, IPortHost host)
    {
        var port = new Port(directory, local, host);
        host.Watch(port);
        return port;
    }

    private sealed class Port : IDatagramPort, IPollSource, ITimed, IDisposable
    {
        private const int MostWaiting = 512 * 1024;
        private const int MaxReceivesPerTurn = 256;

        // Layers that forward push their headers there.
        private const int HeadRoom = 64;

        // The system does not tell when a receiver has room again.
        private static readonly Duration Pause = Duration.FromMilliseconds(1);

        private readonly string _directory;
        private readonly IPAddress _address;
        private readonly IPortHost _host;
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        private readonly Dictionary<UdpEndpoint, SocketAddress> _peers = [];
        private readonly SocketAddress _sender = new(AddressFamily.Unix);
        private readonly byte[] _received = new byte[8192];
        private readonly Queue<(byte[] Datagram, UdpEndpoint To)> _waiting = new();
        private readonly MachineTimer _timer;
        private int _waitingBytes;
        private bool _isClosed;

        public Port(string directory, IPEndPoint local, IPortHost host)
        {
            _directory = directory;
            _address = local.Address;
            _host = host;
            _timer = new MachineTimer(host.Context.Timers, this);
            int number = local.Port > 0 ? local.Port : 1024;
            while (local.Port == 0 && File.Exists(PathOf(number)))
            {
                number++;
            }

            Local = UdpEndpoint.From(new IPEndPoint(_address, number));
            _socket.Bind(new UnixDomainSocketEndPoint(PathOf(number)));
        }

        public UdpEndpoint Local { get; }

        public int MaxPayload => _received.Length;

        public int Credit => _isClosed || _waiting.Count > 0 ? 0 : MostWaiting;

        public IDatagramUser? User { get; set; }

        public SafeHandle Descriptor => _socket.SafeHandle;

        public bool WantsWrite => false;

        public void Send(in Train train, in UdpEndpoint to, Instant now)
        {
            for (int i = 0; i < train.Count && !_isClosed; i++)
            {
                if (_waiting.Count > 0 || !TrySend(train[i], to))
                {
                    Wait(train[i], to, now);
                }
            }

            train.Buffer.Release();
        }

        public void HandleReady(bool readable, bool writable, Instant now)
        {
            for (int i = 0; i < MaxReceivesPerTurn && !_isClosed && _socket.Poll(0, SelectMode.SelectRead); i++)
            {
                Receive(now);
            }
        }

        public void HandleTimeout(Instant now)
        {
            while (_waiting.TryPeek(out var next))
            {
                if (!TrySend(next.Datagram, next.To))
                {
                    _timer.Set(now + Pause);
                    return;
                }

                _waitingBytes -= next.Datagram.Length;
                _waiting.Dequeue();
            }

            User?.HandleWritable(now);
        }

        public void Close()
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            User = null;
            _waiting.Clear();
            _timer.Remove();
            _host.Release();
            _socket.Dispose();
            File.Delete(PathOf(Local.Port));
        }

        public void Dispose() => Close();

        private string PathOf(int number) => Path.Combine(_directory, $"{number}");

        // False: the receiver has no room. Whoever is not there gets nothing, as with UDP.
        private bool TrySend(ReadOnlySpan<byte> datagram, in UdpEndpoint to)
        {
            if (!_peers.TryGetValue(to, out SocketAddress? peer))
            {
                _peers[to] = peer = new UnixDomainSocketEndPoint(PathOf(to.Port)).Serialize();
            }

            try
            {
                _socket.SendTo(datagram, SocketFlags.None, peer);
                return true;
            }
            catch (SocketException failure)
            {
                return failure.SocketErrorCode is not (SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable);
            }
        }

        private void Wait(ReadOnlySpan<byte> datagram, in UdpEndpoint to, Instant now)
        {
            if (_waitingBytes + datagram.Length <= MostWaiting)
            {
                _waitingBytes += datagram.Length;
                _waiting.Enqueue((datagram.ToArray(), to));
                _timer.Set(now + Pause);
            }
        }

        private void Receive(Instant now)
        {
            _sender.Size = SocketAddress.GetMaximumAddressSize(AddressFamily.Unix);
            int length = _socket.ReceiveFrom(_received, SocketFlags.None, _sender);
            string path = new UnixDomainSocketEndPoint("/").Create(_sender).ToString()!;
            if (length == 0 || !int.TryParse(Path.GetFileName(path), out int number)
                || !_host.Context.Pool.TryRent(HeadRoom + length, out PacketBuffer buffer))
            {
                return;
            }

            _received.AsSpan(0, length).CopyTo(buffer.Span[HeadRoom..]);
            User?.HandleDatagrams(Train.Single(buffer, HeadRoom, length), UdpEndpoint.From(new IPEndPoint(_address, number)), now);
            buffer.Release();
        }
    }
}
