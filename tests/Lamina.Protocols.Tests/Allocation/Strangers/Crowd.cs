using Lamina.Core;
using Lamina.Wire.Allocation;

namespace Lamina.Protocols.Tests.Allocation.Strangers;

/// <summary>Sources that ask one side for flows, many a second, and never confirm any; real ones show the cookies that they get.</summary>
internal sealed class Crowd
{
    private readonly VirtualLink _link;
    private readonly LinkSide _target;
    private readonly NameHash _name;
    private readonly SeededRandom _random = new(5);
    private readonly byte[] _data = new byte[100];

    /// <param name="link">Where time comes from.</param>
    /// <param name="target">Who is asked.</param>
    /// <param name="name">For what.</param>
    public Crowd(VirtualLink link, LinkSide target, NameHash name)
    {
        _link = link;
        _target = target;
        _name = name;
        target.OnStranger = HandleAnswer;
    }

    public long BytesSent { get; private set; }

    public long BytesReceived { get; private set; }

    public int Requests { get; private set; }

    public int Replies { get; private set; }

    /// <summary>What each source got for what it sent, at worst; messages of nobody's count as much.</summary>
    public double WorstRatio => _got.Count == 0 ? 0 : _got.Max(pair => pair.Value / (double)_sent[pair.Key]);

    private readonly Dictionary<ulong, long> _sent = [];
    private readonly Dictionary<ulong, long> _got = [];
    private readonly Dictionary<ulong, byte[]> _cookies = [];

    /// <summary>True: its sources hear, and show the cookie that they got last.</summary>
    public bool IsReal { get; init; }

    /// <summary>So many a second from now on, for a time, of so many sources in turn.</summary>
    public void Flood(int perSecond, Duration time, int sources)
    {
        long count = (long)(perSecond * time.TotalSeconds);
        for (long i = 0; i < count; i++)
        {
            ulong source = LinkSide.FirstStranger + (ulong)(i % sources);
            _link.At(_link.Now + (time * i / count), () => Ask(source));
        }
    }

    public void Ask(ulong source)
    {
        Span<byte> bytes = stackalloc byte[512];
        int length = new RequestPdu
        {
            SourceEid = _random.NextUInt64() | 1UL << 63,
            SourceAddress = source,
            Qos = QosSpec.Raw,
            Destination = _name,
            Data = _data,
            Cookie = IsReal && _cookies.TryGetValue(source, out byte[]? cookie) ? cookie : default,
        }.Write(bytes, 4);
        Requests++;
        BytesSent += length;
        _sent[source] = _sent.GetValueOrDefault(source) + length;
        _target.Allocator.HandleMessage(bytes[..length], default, _link.Now);
    }

    private void HandleAnswer(Address to, byte[] message)
    {
        BytesReceived += message.Length;
        _got[to.Value] = _got.GetValueOrDefault(to.Value) + message.Length;
        Replies += ReplyPdu.TryRead(message, 4, out _) ? 1 : 0;
        if (CookiePdu.TryRead(message, 4, out CookiePdu pdu))
        {
            _cookies[to.Value] = pdu.Cookie.ToArray();
        }
    }
}
