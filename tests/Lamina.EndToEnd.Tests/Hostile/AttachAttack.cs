using System.Net.Sockets;
using Lamina.Wire.Attach;

namespace Lamina.EndToEnd.Tests.Hostile;

/// <summary>
/// Programs that attach, or do not, and then send what nobody asked for: until the daemon hangs up, or they do. Half of
/// them never read what the daemon answers.
/// </summary>
internal sealed class AttachAttack(string path, int seed)
{
    private const int LongestVisit = 200;

    private readonly Random _random = new(seed);
    private readonly Mutation _mutation = new(seed, AttachMessages.Samples);
    private readonly byte[] _answer = new byte[AttachProtocol.MaxMessageLength];

    /// <summary>Connections that were welcomed.</summary>
    public int Welcomed { get; private set; }

    public int Sent { get; private set; }

    public void Run(int count)
    {
        while (Sent < count)
        {
            using Socket socket = UnixSocket.Connect(path, SocketType.Seqpacket);
            try
            {
                Visit(socket, Math.Min(count, Sent + LongestVisit));
            }
            catch (SocketException)
            {
                // The daemon hung up on us, which is its answer; the next connection goes on.
            }
        }
    }

    private void Visit(Socket socket, int until)
    {
        if (_random.Next(8) != 0)
        {
            Send(socket, AttachMessages.Hello);
            Welcomed += socket.Receive(_answer) > 0 ? 1 : 0;
        }

        bool reads = _random.Next(2) == 0;
        while (Sent < until)
        {
            Send(socket, Next());
            while (reads && socket.Available > 0)
            {
                socket.Receive(_answer);
            }
        }
    }

    /// <summary>Two of three can be read and keep the connection, so that the daemon has something to do for it.</summary>
    private byte[] Next() => _random.Next(6) switch
    {
        0 or 1 => AttachMessages.Listen((uint)_random.Next(), $"stranger{_random.Next()}"),
        2 => AttachMessages.Allocate((uint)_random.Next(), $"nobody{_random.Next(100)}"),
        3 => AttachMessages.Allocate((uint)_random.Next(), "oping"),
        _ => _mutation.Next(),
    };

    private void Send(Socket socket, byte[] message)
    {
        // An empty message means the end of a connection of this kind: it is not sent by accident.
        socket.Send(message.Length == 0 ? AttachMessages.Hello : message);
        Sent++;
    }
}
