namespace Lamina.Security.Primitives;

/// <summary>Authenticated encryption with associated data, with keys of 32 bytes and tags of 16. No state; any thread may use one.</summary>
public interface IAead
{
    /// <summary>Bytes of a key.</summary>
    const int KeyLength = 32;

    /// <summary>Bytes that sealing adds.</summary>
    const int TagLength = 16;

    /// <summary>Its name in the name of a Noise protocol, such as <c>AESGCM</c>.</summary>
    string NoiseName { get; }

    /// <summary>Sets up a key. The caller disposes of it, and may forget the bytes.</summary>
    IAeadKey Use(ReadOnlySpan<byte> key);
}
