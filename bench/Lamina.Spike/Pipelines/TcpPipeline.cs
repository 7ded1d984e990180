using System.Net;
using System.Net.Sockets;
using Lamina.Spike.Flow;

namespace Lamina.Spike.Pipelines;

/// <summary>For comparison: the kernel's TCP, writes of 64 KiB. A "packet" is a packet's payload worth of stream.</summary>
internal sealed unsafe class TcpPipeline : ThreadedPipeline
{
    private readonly Socket _writer = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _reader;

    public TcpPipeline() : base("kernel TCP")
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _writer.Connect(listener.LocalEndPoint!);
        _reader = listener.Accept();
        Start(Write, Read);
    }

    public override void Dispose()
    {
        Board.Tell(Board.Ended);
        base.Dispose();
        _reader.Dispose();
    }

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
