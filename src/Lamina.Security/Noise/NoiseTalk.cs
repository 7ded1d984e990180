using System.Security.Cryptography;
using Lamina.Security.Primitives;

namespace Lamina.Security.Noise;

/// <summary>What two sides say after a handshake, over a channel that keeps order and loses nothing: messages that are sealed one by one.</summary>
internal sealed class NoiseTalk(IAead aead) : IDisposable
{
    private readonly CipherState _sending = new(aead);
    private readonly CipherState _receiving = new(aead);

    /// <summary>True from the moment on when there are keys.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Takes the keys that the handshake ended in, and zeroes them.</summary>
    public void Begin(Span<byte> sending, Span<byte> receiving)
    {
        _sending.Begin(sending);
        _receiving.Begin(receiving);
        CryptographicOperations.ZeroMemory(sending);
        CryptographicOperations.ZeroMemory(receiving);
        HasBegun = true;
    }

    /// <summary>The next message, as it goes on its way.</summary>
    public byte[] Seal(ReadOnlySpan<byte> message)
    {
        if (!HasBegun)
        {
            throw new InvalidOperationException("nobody is proved yet");
        }

        byte[] box = new byte[message.Length + _sending.Overhead];
        return _sending.TrySeal([], message, box) ? box : throw new InvalidOperationException("the key is used up");
    }

    /// <summary>Opens the next message of the peer's; false: not from it, or not the next.</summary>
    public bool TryOpen(ReadOnlySpan<byte> box, out byte[] message)
    {
        message = [];
        if (!HasBegun || box.Length < _receiving.Overhead)
        {
            return false;
        }

        message = new byte[box.Length - _receiving.Overhead];
        return _receiving.TryOpen([], box, message);
    }

    public void Dispose()
    {
        _sending.Dispose();
        _receiving.Dispose();
    }
}
