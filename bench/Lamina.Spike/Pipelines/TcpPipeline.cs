using System.Net;
using System.Net.Sockets;
using Lamina.Spike.Flow;

namespace Lamina.Spike.Pipelines;

/// <summary>For comparison: the kernel's TCP, writes of 64 KiB. A "packet" is a packet's payload worth of stream.</summary>
internal sealed unsafe class TcpPipeline : ThreadedPipeline
{
    private readonly Socket _writer;
    private readonly Socket _reader;

    public TcpPipeline() : this(New(), New(), IPAddress.Loopback)
    {
    }

    /// <summary>The same, between sockets that exist; they go with it.</summary>
    /// <param name="writer">Will be connected.</param>
    /// <param name="listener">Will listen.</param>
    /// <param name="address">Where.</param>
    public TcpPipeline(Socket writer, Socket listener, IPAddress address) : base("kernel TCP")
    {
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen();
        writer.Connect(listener.LocalEndPoint!);
        _writer = writer;
        _reader = listener.Accept();
        listener.Dispose();
        Start(Write, Read);
    }

    public override void Dispose()
    {
        Board.Tell(Board.Ended);
        base.Dispose();
        _reader.Dispose();
    }

    private static Socket New() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private void Write()
    {
        var source = Shape.Source();
        while (Board.AwaitStart())
        {
            while (Board.IsRunning)
            {
                for (var at = 0; at < source.Length;)
                {
                    at += _writer.Send(source.AsSpan(at));
                }

                Volatile.Write(ref *Board.Sent, *Board.Sent + (ulong)(source.Length / Shape.Payload));
            }
        }
        _writer.Dispose();
    }

    private void Read()
    {
        var destination = new byte[Shape.WriteLength];
        ulong total = 0;
        int got;
        while ((got = _reader.Receive(destination)) > 0)
        {
            total += (ulong)got;
            Volatile.Write(ref *Board.Bytes, total);
            Volatile.Write(ref *Board.Intact, total / Shape.Payload);
        }
    }
}
