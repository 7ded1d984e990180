namespace Lamina.Bearers.Linux;

/// <summary>Linux error numbers that are decisions here, not failures. The same on every architecture that .NET runs on.</summary>
internal static class Errno
{
    public const int Interrupted = 4;
    public const int Again = 11;
    public const int Invalid = 22;
    public const int MessageTooLong = 90;
    public const int TimedOut = 110;

    private const int NotPermitted = 1;
    private const int InputOutput = 5;
    private const int NoMemory = 12;
    private const int AccessDenied = 13;
    private const int NoProtocolOption = 92;
    private const int NotSupported = 95;
    private const int FamilyNotSupported = 97;
    private const int AddressNotAvailable = 99;
    private const int NetworkDown = 100;
    private const int NetworkUnreachable = 101;
    private const int NoBuffers = 105;
    private const int ConnectionRefused = 111;
    private const int HostDown = 112;
    private const int HostUnreachable = 113;

    /// <summary>True where a send failed because of segmentation offload, and would do without.</summary>
    public static bool IsOffloadRefusal(int error) => error is InputOutput or Invalid or NoProtocolOption or NotSupported;

    /// <summary>What a datagram call's error means to who called.</summary>
    public static UdpStatus ToStatus(int error) => error switch
    {
        0 => UdpStatus.Ok,
        Again => UdpStatus.WouldBlock,
        MessageTooLong => UdpStatus.TooLarge,
        ConnectionRefused => UdpStatus.Refused,
        NetworkDown or NetworkUnreachable or HostDown or HostUnreachable or AddressNotAvailable or FamilyNotSupported
            or Invalid => UdpStatus.Unreachable,
        NotPermitted or AccessDenied => UdpStatus.NotPermitted,
        NoBuffers or NoMemory => UdpStatus.NoBuffers,
        _ => UdpStatus.Failed,
    };
}
