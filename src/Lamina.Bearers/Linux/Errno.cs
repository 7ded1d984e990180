namespace Lamina.Bearers.Linux;

/// <summary>Linux error numbers that are decisions here, not failures. The same on every architecture that .NET runs on.</summary>
internal static class Errno
{
    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int Again = 11;
    public const int Invalid = 22;
    public const int MessageTooLong = 90;
    public const int NoProtocolOption = 92;
    public const int NotSupported = 95;
    public const int NoBuffers = 105;
    public const int TimedOut = 110;
    public const int ConnectionRefused = 111;
}
