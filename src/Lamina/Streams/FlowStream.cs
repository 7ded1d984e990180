using System.Runtime.CompilerServices;

namespace Lamina.Streams;

/// <summary>
/// A flow as a stream. Reads give bytes, whatever messages they came in, and 0 only at the end: when the peer has closed and
/// all that came was read. Writes make messages of at most <see cref="Flow.MaxMessageSize"/>, sent at once: there is nothing
/// to flush. Over a flow that loses packets bytes may be missing between two messages.
/// <para>One read and one write at a time. Disposing closes the flow, and waits until what was written is delivered.</para>
/// </summary>
/// <param name="flow">A flow that keeps order.</param>
/// <param name="dispose">What disposing does to the flow; null: nothing.</param>
internal sealed class FlowStream(Flow flow, Func<Flow, ValueTask>? dispose) : Stream
{
    private int _isDisposed;

    public override bool CanRead => !IsDisposed;

    public override bool CanWrite => !IsDisposed;

    public override bool CanSeek => false;

    public override bool CanTimeout => true;

    public override int ReadTimeout
    {
        get => ToMilliseconds(flow.ReadTimeout);
        set => flow.ReadTimeout = FromMilliseconds(value);
    }

    public override int WriteTimeout
    {
        get => ToMilliseconds(flow.WriteTimeout);
        set => flow.WriteTimeout = FromMilliseconds(value);
    }

    public override long Length => throw CannotSeek();

    public override long Position
    {
        get => throw CannotSeek();
        set => throw CannotSeek();
    }

    private bool IsDisposed => Volatile.Read(ref _isDisposed) != 0;

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ReadResult result;
        do
        {
            result = flow.Read(buffer);
        }
        while (IsNothing(result));
        return result.Length;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ReadResult result;
        do
        {
            result = await flow.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        while (IsNothing(result));
        return result.Length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        while (!buffer.IsEmpty)
        {
            int length = Math.Min(buffer.Length, flow.MaxMessageSize);
            flow.Write(buffer[..length]);
            buffer = buffer[length..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        while (!buffer.IsEmpty)
        {
            int length = Math.Min(buffer.Length, flow.MaxMessageSize);
            await flow.WriteAsync(buffer[..length], cancellationToken).ConfigureAwait(false);
            buffer = buffer[length..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override IAsyncResult BeginRead(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state) =>
        TaskToAsyncResult.Begin(ReadAsync(buffer, offset, count, CancellationToken.None), callback, state);

    public override int EndRead(IAsyncResult asyncResult) => TaskToAsyncResult.End<int>(asyncResult);

    public override IAsyncResult BeginWrite(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state) =>
        TaskToAsyncResult.Begin(WriteAsync(buffer, offset, count, CancellationToken.None), callback, state);

    public override void EndWrite(IAsyncResult asyncResult) => TaskToAsyncResult.End(asyncResult);

    public override void Flush() => ObjectDisposedException.ThrowIf(IsDisposed, this);

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;
    }

    public override long Seek(long offset, SeekOrigin origin) => throw CannotSeek();

    public override void SetLength(long value) => throw CannotSeek();

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0 && dispose is not null)
        {
            await dispose(flow).ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isDisposed, 1) == 0 && dispose is not null)
        {
            // A close ends in the flow's domain, on its own thread: nothing that this blocks.
            dispose(flow).AsTask().Wait();
        }

        base.Dispose(disposing);
    }

    /// <summary>An empty message is not the end; an empty buffer asks whether there is something.</summary>
    private static bool IsNothing(ReadResult result) => result is { Length: 0, IsEndOfMessage: true, IsEndOfFlow: false };

    private static int ToMilliseconds(TimeSpan timeout) => timeout == Timeout.InfiniteTimeSpan
        ? Timeout.Infinite
        : (int)Math.Min(timeout.TotalMilliseconds, int.MaxValue);

    private static TimeSpan FromMilliseconds(int timeout)
    {
        if (timeout != Timeout.Infinite)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(timeout);
        }

        return TimeSpan.FromMilliseconds(timeout);
    }

    private static NotSupportedException CannotSeek() => new("a flow has no position and no length");
}
