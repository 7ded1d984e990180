using Lamina.Security.Primitives;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>Passes on to another; a counter that a key has sealed anything else with fails the test.</summary>
internal sealed class WatchedAead(IAead aead) : IAead
{
    private readonly Dictionary<string, Dictionary<ulong, int>> _sealed = [];

    public string NoiseName => aead.NoiseName;

    /// <summary>Records that were sealed.</summary>
    public long Sealed { get; private set; }

    /// <summary>Keys that sealed something.</summary>
    public int Keys => _sealed.Count;

    public IAeadKey Use(ReadOnlySpan<byte> key) => new Key(this, Convert.ToHexString(key), aead.Use(key));

    private sealed class Key(WatchedAead owner, string name, IAeadKey key) : IAeadKey
    {
        public void Seal(ulong counter, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> plain, Span<byte> text, Span<byte> tag)
        {
            if (!owner._sealed.TryGetValue(name, out Dictionary<ulong, int>? counters))
            {
                owner._sealed[name] = counters = [];
            }

            // The same empty record again gives nothing away.
            Assert.True(counters.TryAdd(counter, plain.Length) || (plain.IsEmpty && counters[counter] == 0), $"counter {counter} was used twice with one key");

            owner.Sealed++;
            key.Seal(counter, associated, plain, text, tag);
        }

        public bool TryOpen(ulong counter, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> text, ReadOnlySpan<byte> tag, Span<byte> plain) =>
            key.TryOpen(counter, associated, text, tag, plain);

        public void Dispose() => key.Dispose();
    }
}
