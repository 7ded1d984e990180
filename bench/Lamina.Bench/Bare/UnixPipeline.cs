using System.Net.Sockets;
using Lamina.Bench.Measuring;
using Lamina.Spike.Pipelines;

namespace Lamina.Bench.Bare;

/// <summary>The limit within one host, one way: blocking calls on both sides, the kernel's own bound in flight.</summary>
internal sealed unsafe class UnixPipeline : ThreadedPipeline
{
    private readonly Work _work;
    private readonly Socket _client;
    private readonly Socket _server;

    public UnixPipeline(Work work) : base("Unix socket")
    {
        _work = work;
        (_client, _server) = UnixPair.Open();
        Start(Write, Read);
    }

    public override void Dispose()
    {
        base.Dispose();
        _server.Dispose();
    }

    private void Write()
    {
        byte[] source = _work.NewMessage();
        while (Board.AwaitStart())
        {
            while (Board.IsRunning)
            {
                _client.Send(source);
            }
        }

        _client.Dispose();
    }

    private void Read()
    {
        byte[] buffer = new byte[_work.Length];
        ulong messages = 0;
        while (_server.Receive(buffer) > 0)
        {
            messages++;
            Volatile.Write(ref *Board.Intact, messages * (ulong)_work.Packets);
            Volatile.Write(ref *Board.Bytes, messages * (ulong)_work.Length);
        }
    }
}
