using Lamina.Core;
using Lamina.Security.Cookies;

namespace Lamina.Protocols.Allocation.Strangers;

/// <summary>The last cookie of each peer that gave one: the next request takes it along. The oldest goes where there are too many.</summary>
internal sealed class CookiePurse<TPeer>
    where TPeer : struct, IEquatable<TPeer>
{
    public const int Limit = 256;

    private readonly Dictionary<TPeer, (byte[] Cookie, Instant Until)> _cookies = [];
    private readonly Queue<TPeer> _byAge = new();

    public int Count => _cookies.Count;

    public void Put(TPeer peer, ReadOnlySpan<byte> cookie, Instant now)
    {
        if (!_cookies.ContainsKey(peer))
        {
            if (_byAge.Count == Limit)
            {
                _cookies.Remove(_byAge.Dequeue());
            }

            _byAge.Enqueue(peer);
        }

        _cookies[peer] = (cookie.ToArray(), now + SourceCookies.KeyLife);
    }

    /// <summary>Empty where there is none that is good still.</summary>
    public ReadOnlySpan<byte> Find(TPeer peer, Instant now) =>
        _cookies.TryGetValue(peer, out (byte[] Cookie, Instant Until) found) && now < found.Until ? found.Cookie : [];
}
