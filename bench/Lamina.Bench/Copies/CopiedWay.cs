using Lamina.Bench.Measuring;
using Lamina.Core;

namespace Lamina.Bench.Copies;

/// <summary>A flow, and the pools of all domains that its packets pass, in this process.</summary>
/// <param name="Client">Writes.</param>
/// <param name="Server">Reads.</param>
/// <param name="Pools">Theirs, and those of their daemons.</param>
internal sealed record CopiedWay(Flow Client, Flow Server, IReadOnlyList<PacketPool> Pools)
{
    private const int Messages = 200;

    /// <summary>
    /// How often each byte is copied in user space from the writer's memory to the reader's. What the kernel copies is not in it, nor what
    /// acknowledgements weigh (they are, a little).
    /// </summary>
    public double Count()
    {
        byte[] message = Work.Long.NewMessage();
        byte[] buffer = new byte[message.Length];
        Pass(message, buffer);
        long before = Copied;
        for (int i = 0; i < Messages; i++)
        {
            Pass(message, buffer);
        }

        return (Copied - before) / ((double)Messages * message.Length);
    }

    // Of domains that run; a read in between is a moment old, as acknowledgements are that may still come.
    private long Copied => Pools.Sum(pool => pool.CopiedBytes);

    private void Pass(byte[] message, byte[] buffer)
    {
        Client.Write(message);
        if (Server.Read(buffer).Length != message.Length)
        {
            throw new InvalidOperationException("a message is not what was written");
        }
    }
}
