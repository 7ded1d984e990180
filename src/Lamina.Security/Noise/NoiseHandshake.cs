using System.Security.Cryptography;

namespace Lamina.Security.Noise;

/// <summary>
/// One side of one handshake (Noise, revision 34, 5.3): messages are written and read by turns, the initiator first. What does not
/// authenticate is false, and ends it. Disposing of it zeroes its secrets.
/// </summary>
public sealed class NoiseHandshake : IDisposable
{
    /// <summary>Most bytes of a message.</summary>
    public const int MaxMessageLength = 65535;

    // Two keys, one of them sealed.
    private const int MaxTokensLength = 256;

    private readonly HandshakeSettings _settings;
    private readonly NoisePattern _pattern;
    private readonly SymmetricState _state;
    private readonly byte[] _peerEphemeral;
    private readonly byte[] _peerStatic;
    private readonly byte[] _shared;
    private bool _hasPeerStatic;
    private byte[]? _static;
    private byte[]? _prepared;
    private int _message;
    private int _secrets;

    /// <summary>Begins.</summary>
    /// <exception cref="ArgumentException">A key or a secret that the pattern takes is missing, or has a wrong length.</exception>
    public NoiseHandshake(HandshakeSettings settings)
    {
        _settings = settings;
        _pattern = settings.Pattern;
        int keyLength = settings.Suite.Agreement.PublicKeyLength;
        bool peerIsKnown = settings.IsInitiator ? _pattern.ResponderIsKnown : _pattern.InitiatorIsKnown;
        Examine(settings, peerIsKnown, keyLength);
        _peerEphemeral = new byte[keyLength];
        _peerStatic = new byte[keyLength];
        _shared = new byte[settings.Suite.Agreement.SharedLength];
        _state = new SymmetricState(settings.Suite.NameOf(_pattern), settings.Suite.Aead);
        _state.MixHash(settings.Prologue.Span);
        if (peerIsKnown)
        {
            settings.PeerStatic.Span.CopyTo(_peerStatic);
            _hasPeerStatic = true;
        }

        if (_pattern.InitiatorIsKnown)
        {
            _state.MixHash(settings.IsInitiator ? settings.Static!.Public : _peerStatic);
        }

        if (_pattern.ResponderIsKnown)
        {
            _state.MixHash(settings.IsInitiator ? _peerStatic : settings.Static!.Public);
        }
    }

    /// <summary>All messages were written and read: <see cref="Split"/> may be called.</summary>
    public bool IsComplete => !HasFailed && _message == _pattern.MessageCount;

    /// <summary>A message did not authenticate or did not fit: nothing comes of this handshake any more.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>True while the own side is to write.</summary>
    public bool IsOwnTurn => !HasFailed && _message < _pattern.MessageCount && (_message % 2 == 0) == _settings.IsInitiator;

    /// <summary>The peer's static key; empty while it is not known.</summary>
    public ReadOnlySpan<byte> PeerStatic => _hasPeerStatic ? _peerStatic : default;

    /// <summary>The hash of all that was said: unique to this handshake once it is complete, and no secret (11.2).</summary>
    public ReadOnlySpan<byte> HandshakeHash => _state.Hash;

    /// <summary>Writes the next message.</summary>
    /// <param name="payload">What goes with it; how well it is protected depends on pattern and message (7.7).</param>
    /// <param name="target">Where to write.</param>
    /// <returns>Bytes written; -1 where it does not fit, or keys agree on nothing, and the handshake has failed.</returns>
    /// <exception cref="InvalidOperationException">It is not this side's turn.</exception>
    public int WriteMessage(ReadOnlySpan<byte> payload, Span<byte> target)
    {
        RequireTurn(own: true);
        Span<byte> rest = target[..Math.Min(target.Length, MaxMessageLength)];
        int room = rest.Length;
        if (_prepared is null)
        {
            if (!TryWriteTokens(ref rest))
            {
                return Fail(-1);
            }
        }
        else if (_prepared.AsSpan().TryCopyTo(rest))
        {
            rest = rest[_prepared.Length..];
            _prepared = null;
        }
        else
        {
            return Fail(-1);
        }

        int length = payload.Length + _state.Overhead;
        if (length > rest.Length || !_state.TrySeal(payload, rest[..length]))
        {
            return Fail(-1);
        }

        _message++;
        return room - rest.Length + length;
    }

    /// <summary>
    /// Makes the keys of the next message before it is known what goes with it: <see cref="WriteMessage"/> goes on from here. With the last
    /// message's, <see cref="Split"/> may be called, since what is sent with it does not count among the keys.
    /// </summary>
    /// <returns>False: keys agree on nothing, and the handshake has failed.</returns>
    /// <exception cref="InvalidOperationException">It is not this side's turn.</exception>
    public bool Prepare()
    {
        RequireTurn(own: true);
        byte[] tokens = new byte[MaxTokensLength];
        Span<byte> rest = tokens;
        if (_prepared is null && !TryWriteTokens(ref rest))
        {
            return Fail(false);
        }

        _prepared ??= tokens[..(tokens.Length - rest.Length)];
        return true;
    }

    /// <summary>Reads the peer's next message.</summary>
    /// <param name="message">From the network.</param>
    /// <param name="payload">Where to write what went with it; at least as long as the message is safe.</param>
    /// <param name="length">Bytes of it.</param>
    /// <returns>False: it does not authenticate, or does not fit, and the handshake has failed.</returns>
    /// <exception cref="InvalidOperationException">It is this side's turn.</exception>
    public bool TryReadMessage(ReadOnlySpan<byte> message, Span<byte> payload, out int length)
    {
        RequireTurn(own: false);
        length = 0;
        ReadOnlySpan<byte> rest = message;
        if (message.Length > MaxMessageLength)
        {
            return Fail(false);
        }

        foreach (NoiseToken token in _pattern[_message])
        {
            if (!TryRead(token, ref rest))
            {
                return Fail(false);
            }
        }

        int plain = rest.Length - _state.Overhead;
        if (plain < 0 || plain > payload.Length || !_state.TryOpen(rest, payload[..plain]))
        {
            return Fail(false);
        }

        _message++;
        length = plain;
        return true;
    }

    /// <summary>The keys of the time after, of 32 bytes each.</summary>
    /// <param name="sending">For what this side sends.</param>
    /// <param name="receiving">For what it receives.</param>
    /// <exception cref="InvalidOperationException">The handshake is not complete.</exception>
    public void Split(Span<byte> sending, Span<byte> receiving)
    {
        if (!IsComplete && (_prepared is null || _message != _pattern.MessageCount - 1))
        {
            throw new InvalidOperationException("the handshake is not complete");
        }

        _state.Split(_settings.IsInitiator ? sending : receiving, _settings.IsInitiator ? receiving : sending);
    }

    /// <summary>
    /// The peer was proved, by whatever it takes: what both static keys agree on is kept (<see cref="HandshakeSettings.Agreements"/>).
    /// Not before: who can prove nothing must not fill the memory of others.
    /// </summary>
    public void KeepStatic()
    {
        if (_static is not null)
        {
            _settings.Agreements!.Keep(_peerStatic, _static);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _state.Dispose();
        _settings.Ephemeral.Dispose();
        CryptographicOperations.ZeroMemory(_shared);
        CryptographicOperations.ZeroMemory(_static);
        _static = null;
    }

    private static void Examine(HandshakeSettings settings, bool peerIsKnown, int keyLength)
    {
        NoisePattern pattern = settings.Pattern;
        string? missing = pattern.HasStatic(settings.IsInitiator) && settings.Static is null ? "a static key pair"
            : peerIsKnown && settings.PeerStatic.Length != keyLength ? $"the peer's static key of {keyLength} bytes"
            : settings.Secrets.Count != pattern.SecretCount || settings.Secrets.Any(secret => secret.Length != 32) ? $"{pattern.SecretCount} secrets of 32 bytes"
            : settings.Ephemeral.PublicLength != keyLength ? $"an ephemeral key pair of {keyLength} bytes"
            : null;
        if (missing is not null)
        {
            throw new ArgumentException($"{pattern.Name} takes {missing}", nameof(settings));
        }
    }

    private bool TryWriteTokens(ref Span<byte> rest)
    {
        foreach (NoiseToken token in _pattern[_message])
        {
            if (!TryWrite(token, ref rest))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryWrite(NoiseToken token, ref Span<byte> rest)
    {
        switch (token)
        {
            case NoiseToken.E:
                ReadOnlySpan<byte> ephemeral = _settings.Ephemeral.Public;
                if (!ephemeral.TryCopyTo(rest))
                {
                    return false;
                }

                MixEphemeral(ephemeral);
                rest = rest[ephemeral.Length..];
                return true;
            case NoiseToken.S:
                ReadOnlySpan<byte> own = _settings.Static!.Public;
                int length = own.Length + _state.Overhead;
                if (length > rest.Length || !_state.TrySeal(own, rest[..length]))
                {
                    return false;
                }

                rest = rest[length..];
                return true;
            default:
                return TryMix(token);
        }
    }

    private bool TryRead(NoiseToken token, ref ReadOnlySpan<byte> rest)
    {
        switch (token)
        {
            case NoiseToken.E:
                if (rest.Length < _peerEphemeral.Length)
                {
                    return false;
                }

                rest[.._peerEphemeral.Length].CopyTo(_peerEphemeral);
                MixEphemeral(_peerEphemeral);
                rest = rest[_peerEphemeral.Length..];
                return true;
            case NoiseToken.S:
                int length = _peerStatic.Length + _state.Overhead;
                if (length > rest.Length || !_state.TryOpen(rest[..length], _peerStatic))
                {
                    return false;
                }

                _hasPeerStatic = true;
                rest = rest[length..];
                return true;
            default:
                return TryMix(token);
        }
    }

    // With secrets, an ephemeral key is mixed into the key too: nothing is sealed with a key that both handshakes of a secret share (9.2).
    private void MixEphemeral(ReadOnlySpan<byte> key)
    {
        _state.MixHash(key);
        if (_pattern.SecretCount > 0)
        {
            _state.MixKey(key);
        }
    }

    private bool TryMix(NoiseToken token)
    {
        bool initiator = _settings.IsInitiator;
        switch (token)
        {
            case NoiseToken.Psk:
                _state.MixKeyAndHash(_settings.Secrets[_secrets++].Span);
                return true;
            case NoiseToken.EE:
                return TryAgree(_settings.Ephemeral, _peerEphemeral);
            case NoiseToken.SS:
                return TryAgreeStatic();
            case NoiseToken.ES:
                return initiator ? TryAgree(_settings.Ephemeral, _peerStatic) : TryAgree(_settings.Static!, _peerEphemeral);
            default:
                return initiator ? TryAgree(_settings.Static!, _peerEphemeral) : TryAgree(_settings.Ephemeral, _peerStatic);
        }
    }

    private bool TryAgreeStatic()
    {
        if (_settings.Agreements is not { } known)
        {
            return TryAgree(_settings.Static!, _peerStatic);
        }

        if (known.TryFind(_peerStatic, _shared))
        {
            _state.MixKey(_shared);
            return true;
        }

        bool isAgreed = TryAgree(_settings.Static!, _peerStatic);
        _static = isAgreed ? _shared.ToArray() : null;
        return isAgreed;
    }

    private bool TryAgree(KeyPair own, ReadOnlySpan<byte> peer)
    {
        if (!own.TryAgree(peer, _shared))
        {
            return false;
        }

        _state.MixKey(_shared);
        return true;
    }

    private void RequireTurn(bool own)
    {
        if (HasFailed || _message == _pattern.MessageCount || IsOwnTurn != own)
        {
            throw new InvalidOperationException(
                HasFailed ? "the handshake has failed" : IsComplete ? "the handshake is complete" : "it is the other side's turn");
        }
    }

    private T Fail<T>(T result)
    {
        HasFailed = true;
        Dispose();
        return result;
    }
}
