using Lamina.Core;

namespace Lamina.Ipc.Udp.Dns;

/// <summary>Answers that are still good, a no among them. Bounded.</summary>
internal sealed class DnsCache
{
    private const int Limit = 1024;

    private readonly Dictionary<NameHash, (UdpEndpoint[] Endpoints, Instant Until)> _answers = [];

    /// <summary>False where nothing is known; an empty answer is a no.</summary>
    public bool TryGet(in NameHash hash, Instant now, out UdpEndpoint[] endpoints)
    {
        bool isKnown = _answers.TryGetValue(hash, out (UdpEndpoint[] Endpoints, Instant Until) answer) && now < answer.Until;
        endpoints = isKnown ? answer.Endpoints : [];
        return isKnown;
    }

    public void Set(in NameHash hash, UdpEndpoint[] endpoints, Instant until)
    {
        if (_answers.Count >= Limit)
        {
            // Rare, and whatever goes is asked for again.
            _answers.Clear();
        }

        _answers[hash] = (endpoints, until);
    }

    public void Remove(in NameHash hash) => _answers.Remove(hash);
}
