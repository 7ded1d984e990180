namespace Lamina.Spike.Rings;

/// <summary>What a child process is.</summary>
internal enum Role
{
    FlowWriter,
    SendDaemonGathering,
    SendDaemonCopying,
    ReceiveDaemon,
    FlowReader,
    RingWriter,
    RingReader,
}
