namespace Lamina.Node.Capture;

/// <summary>What a capture sees, as a pcapng file that grows until the capture ends. Disposing it ends the capture.</summary>
public sealed class CaptureStream : Stream
{
    // Nobody is woken per packet: a reader that looks this often is fast enough for people.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly CaptureBuffer _buffer;
    private readonly Action _end;
    private ReadOnlyMemory<byte> _rest;

    internal CaptureStream(CaptureBuffer buffer, Action end)
    {
        _buffer = buffer;
        _end = end;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Waits for something; 0 once the capture has ended and all was read.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_rest.IsEmpty)
        {
            // Asked before: what comes between is still taken.
            bool isLast = _buffer.HasEnded;
            _rest = _buffer.Take();
            if (_rest.IsEmpty)
            {
                if (isLast)
                {
                    return 0;
                }

                await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
            }
        }

        int length = Math.Min(buffer.Length, _rest.Length);
        _rest[..length].CopyTo(buffer);
        _rest = _rest[length..];
        return length;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Not offered: nothing here may block a thread.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _end();
        }

        base.Dispose(disposing);
    }
}
