using Lamina.Core;

namespace Lamina.Simulation.Tests.Security;

/// <summary>
/// A host on the path that means harm: of what goes out through its port it drops, repeats, holds back, changes and invents, by seed. What it sees is all that a
/// forwarder of a lower layer sees, and of packets of flows all that a member sees that passes them on.
/// </summary>
internal sealed class HostilePort(IDatagramPort inner, MachineContext context, ulong seed) : IDatagramPort
{
    private const int Memory = 256;

    private readonly SeededRandom _random = new(seed);
    private readonly List<byte[]> _seen = [];

    /// <summary>False: it does what it should.</summary>
    public bool IsHostile { get; set; }

    /// <summary>True for what it leaves alone; null: nothing.</summary>
    public Func<byte[], bool>? Spares { get; set; }

    /// <summary>Of a hundred datagrams, so many are treated badly in each way.</summary>
    public int Percent { get; set; } = 3;

    public int Deeds { get; private set; }

    public UdpEndpoint Local => inner.Local;

    public int MaxPayload => inner.MaxPayload;

    public int Credit => inner.Credit;

    public IDatagramUser? User
    {
        get => inner.User;
        set => inner.User = value;
    }

    public void Send(in Train train, in UdpEndpoint to, Instant now)
    {
        if (!IsHostile)
        {
            inner.Send(train, to, now);
            return;
        }

        for (int i = 0; i < train.Count; i++)
        {
            Mistreat(train[i].ToArray(), to, now);
        }

        train.Buffer.Release();
    }

    public bool TrySendWhole(in Train datagram, in UdpEndpoint to, Instant now) => inner.TrySendWhole(datagram, to, now);

    public void Close() => inner.Close();

    private void Mistreat(byte[] datagram, in UdpEndpoint to, Instant now)
    {
        if (Spares?.Invoke(datagram) is true)
        {
            Put(datagram, to, now);
            return;
        }

        if (_seen.Count < Memory)
        {
            _seen.Add(datagram);
        }
        else
        {
            _seen[_random.Next(Memory)] = datagram;
        }

        int kind = _random.Next(100) / Percent;
        Deeds += kind < 6 ? 1 : 0;
        switch (kind)
        {
            case 0:
                break;
            case 1:
                Put(datagram, to, now);
                Put(datagram, to, now);
                break;
            case 2:
                Put(Changed(datagram), to, now);
                break;
            case 3:
                // One of before, as it was or changed, beside the true one.
                Put(_seen[_random.Next(_seen.Count)], to, now);
                Put(datagram, to, now);
                Put(Changed(_seen[_random.Next(_seen.Count)]), to, now);
                break;
            case 4:
                Put(datagram[.._random.Next(datagram.Length + 1)], to, now);
                break;
            case 5:
                // Overtaken by one of before.
                byte[] invented = new byte[datagram.Length];
                _random.Fill(invented);
                datagram.AsSpan(0, Math.Min(8 + 15, datagram.Length)).CopyTo(invented);
                Put(invented, to, now);
                Put(datagram, to, now);
                break;
            default:
                Put(datagram, to, now);
                break;
        }
    }

    private byte[] Changed(byte[] datagram)
    {
        byte[] changed = [.. datagram];
        changed[_random.Next(changed.Length)] ^= (byte)(1 << _random.Next(8));
        return changed;
    }

    private void Put(byte[] bytes, in UdpEndpoint to, Instant now)
    {
        if (context.Pool.TryRent(Math.Max(bytes.Length, 1), out PacketBuffer buffer))
        {
            bytes.CopyTo(buffer.Span);
            inner.Send(Train.Contiguous(buffer, 0, bytes.Length, bytes.Length), to, now);
        }
    }
}
