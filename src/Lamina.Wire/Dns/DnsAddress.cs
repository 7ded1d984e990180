namespace Lamina.Wire.Dns;

/// <summary>An address of an answer.</summary>
/// <param name="Address">As a big-endian number: 32 bits of A, 128 of AAAA.</param>
/// <param name="TimeToLive">Seconds that it may be remembered.</param>
public readonly record struct DnsAddress(UInt128 Address, uint TimeToLive);
