using Lamina.Core;
using Lamina.Security.Handshake.Ik;

namespace Lamina.Security.Tests.Handshake;

public sealed class SeenKeysTests
{
    [Fact]
    public void AKeyIsRememberedForItsTime()
    {
        var seen = new SeenKeys();
        seen.Add(Key(1), Instant.Zero);
        Assert.True(seen.Contains(Key(1), Instant.Zero + SeenKeys.Memory - Duration.FromMilliseconds(1)));
        Assert.False(seen.Contains(Key(2), Instant.Zero));
        Assert.False(seen.Contains(Key(1), Instant.Zero + SeenKeys.Memory));
        Assert.Equal(0, seen.Count);
    }

    [Fact]
    public void TheTableHasABoundAndTheOldestGoesFirst()
    {
        var seen = new SeenKeys(capacity: 100);
        for (int i = 0; i < 250; i++)
        {
            seen.Add(Key(i), Instant.Zero);
            seen.Add(Key(i), Instant.Zero);
        }

        Assert.Equal(100, seen.Count);
        Assert.False(seen.Contains(Key(149), Instant.Zero));
        Assert.True(seen.Contains(Key(150), Instant.Zero));
    }

    private static byte[] Key(int number)
    {
        byte[] key = new byte[32];
        new SeededRandom((ulong)number).Fill(key);
        return key;
    }
}
