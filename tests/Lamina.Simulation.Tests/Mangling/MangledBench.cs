using Lamina.Core;
using Lamina.Simulation.Mangling;

namespace Lamina.Simulation.Tests.Mangling;

/// <summary>A mangled port in front of a port that receives random trains of three senders.</summary>
internal sealed class MangledBench : IDatagramUser, IDatagramPort
{
    private readonly SeededRandom _random;
    private readonly List<(UdpEndpoint From, byte[][] Datagrams)> _sent = [];

    public MangledBench(ManglingProfile profile, ulong seed)
    {
        _random = new SeededRandom(seed);
        Port = new MangledPort(this, Context, profile, new SeededRandom(seed + 1)) { User = this };
    }

    public static IReadOnlyList<UdpEndpoint> Senders { get; } = [.. Enumerable.Range(1, 3).Select(i => UdpEndpoint.FromIPv4((uint)i, 1))];

    public MachineContext Context { get; } = new(new PacketPool(), new SeededRandom(1));

    public Instant Start { get; } = Instant.Zero + Duration.FromSeconds(1);

    public Instant Now { get; private set; } = Instant.Zero + Duration.FromSeconds(1);

    public MangledPort Port { get; }

    public List<MangledTrain> Trains { get; } = [];

    UdpEndpoint IDatagramPort.Local => UdpEndpoint.FromIPv4(9, 9);

    int IDatagramPort.MaxPayload => 1452;

    int IDatagramPort.Credit => 1;

    IDatagramUser? IDatagramPort.User { get; set; }

    public IEnumerable<byte[]> SentBy(UdpEndpoint sender) => _sent.Where(train => train.From == sender).SelectMany(train => train.Datagrams);

    /// <summary>How many of the trains that were sent are whole in this one.</summary>
    public int TrainsWithin(MangledTrain train) => _sent.Count(sent => sent.From == train.From
        && sent.Datagrams.All(datagram => train.Datagrams.Any(other => other.AsSpan().SequenceEqual(datagram))));

    /// <summary>Lets trains of random shape come, some or all at one instant.</summary>
    public void ReceiveTrains(int count, bool isAtOnce = false)
    {
        for (int i = 0; i < count; i++)
        {
            byte[][] datagrams = new byte[1 + _random.Next(20)][];
            int length = 8 + (_random.Next(3) * 100);
            for (int j = 0; j < datagrams.Length; j++)
            {
                datagrams[j] = new byte[j == datagrams.Length - 1 && _random.Next(2) == 0 ? 8 + _random.Next(length - 7) : length];
                _random.Fill(datagrams[j]);
            }

            UdpEndpoint from = Senders[_random.Next(3)];
            _sent.Add((from, datagrams));
            HandIn(datagrams, from);
            if (!isAtOnce && _random.Next(4) == 0)
            {
                Now += Duration.FromMicroseconds(_random.Next(500));
                Context.Run(Now);
            }
        }
    }

    public void RunOut()
    {
        while (Context.NextTimeout != Instant.Never)
        {
            Now = Instant.Max(Now, Context.NextTimeout);
            Context.Run(Now);
        }
    }

    void IDatagramPort.Send(in Train train, in UdpEndpoint to, Instant now) => train.Buffer.Release();

    void IDatagramPort.Close()
    {
    }

    void IDatagramUser.HandleDatagrams(in Train train, in UdpEndpoint from, Instant now)
    {
        byte[][] datagrams = new byte[train.Count][];
        for (int i = 0; i < train.Count; i++)
        {
            datagrams[i] = train[i].ToArray();
        }

        Trains.Add(new MangledTrain(from, datagrams, now));
    }

    void IDatagramUser.HandleWritable(Instant now)
    {
    }

    private void HandIn(byte[][] datagrams, in UdpEndpoint from)
    {
        int total = datagrams.Sum(datagram => datagram.Length);
        Context.Pool.TryRent(total, out PacketBuffer buffer);
        datagrams.SelectMany(datagram => datagram).ToArray().CopyTo(buffer.Span);
        Port.HandleDatagrams(Train.Contiguous(buffer, 0, total, datagrams[0].Length), from, Now);
        buffer.Release();
    }
}
