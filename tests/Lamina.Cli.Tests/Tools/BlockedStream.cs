namespace Lamina.Cli.Tests.Tools;

/// <summary>A terminal on which nobody types.</summary>
internal sealed class BlockedStream : MemoryStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }
}
