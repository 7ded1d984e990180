namespace Lamina.Wire.Dns;

/// <summary>The records that are asked for (RFC 1035, RFC 3596). The numbers are on the wire.</summary>
public enum DnsRecordType : ushort
{
    /// <summary>An IPv4 address.</summary>
    A = 1,

    /// <summary>An IPv6 address.</summary>
    Aaaa = 28,
}
