using Lamina.Security.Handshake;
using Lamina.Security.Handshake.Xx;

namespace Lamina.Security.Tests.Handshake;

/// <summary>What is said under the seal of an exchange, attacked: each by its name. The channel below keeps order and loses nothing, so anything else is an attack.</summary>
public sealed class XxSealedTests : IDisposable
{
    private readonly XxRun _run = new(IkRun.All.First());
    private readonly XxExchange _alice;
    private readonly XxExchange _bob;

    public XxSealedTests() => (_alice, _bob) = _run.Succeed();

    [Fact]
    public void Replayed()
    {
        byte[] box = _alice.Seal("once"u8);
        Assert.True(_bob.TryOpen(box, out _));
        Assert.False(_bob.TryOpen(box, out _));
        AssertGoesOn();
    }

    [Fact]
    public void Reflected()
    {
        Assert.False(_alice.TryOpen(_alice.Seal("echo"u8), out _));
        Assert.True(_alice.TryOpen(_bob.Seal("answer"u8), out _));
    }

    [Fact]
    public void Reordered()
    {
        byte[] first = _alice.Seal("first"u8);
        byte[] second = _alice.Seal("second"u8);
        Assert.False(_bob.TryOpen(second, out _));
        Assert.True(_bob.TryOpen(first, out _));
        Assert.True(_bob.TryOpen(second, out byte[] said));
        Assert.Equal("second"u8.ToArray(), said);
    }

    [Fact]
    public void Dropped()
    {
        _alice.Seal("nobody hears that"u8);
        Assert.False(_bob.TryOpen(_alice.Seal("and therefore not that"u8), out _));
    }

    [Fact]
    public void Truncated()
    {
        byte[] box = _alice.Seal("a message"u8);
        for (int length = 0; length < box.Length; length++)
        {
            Assert.False(_bob.TryOpen(box.AsSpan(0, length), out _));
        }

        Assert.False(_bob.TryOpen([.. box, 0], out _));
        Assert.True(_bob.TryOpen(box, out _));
        AssertGoesOn();
    }

    [Fact]
    public void Bit_flipped()
    {
        byte[] box = _alice.Seal("a message"u8);
        for (int bit = 0; bit < box.Length * 8; bit++)
        {
            box[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(_bob.TryOpen(box, out _));
            box[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(_bob.TryOpen(box, out _));
        AssertGoesOn();
    }

    [Fact]
    public void Spliced()
    {
        (XxExchange other, XxExchange _) = _run.Succeed();
        byte[] mine = _alice.Seal("a message"u8);
        byte[] its = other.Seal("a message"u8);
        Assert.False(_bob.TryOpen(its, out _));
        Assert.False(_bob.TryOpen([.. mine[..9], .. its[9..]], out _));
        Assert.False(_bob.TryOpen([.. its[..9], .. mine[9..]], out _));
        Assert.True(_bob.TryOpen(mine, out _));
    }

    [Fact]
    public void Said_before_anybody_is_proved()
    {
        using XxExchange alice = _run.Ask();
        using XxExchange bob = _run.Answer();
        bob.Handle(alice.Begin(), out _);
        Assert.Throws<InvalidOperationException>(() => alice.Seal("early"u8));
        Assert.False(bob.TryOpen(_alice.Seal("of another"u8), out _));
        Assert.Equal(HandshakeVerdict.NotForUs, bob.Handle(_alice.Seal("of another"u8), out _));
    }

    public void Dispose()
    {
        _alice.Dispose();
        _bob.Dispose();
        _run.Dispose();
    }

    private void AssertGoesOn() => Assert.True(_bob.TryOpen(_alice.Seal("next"u8), out _));
}
