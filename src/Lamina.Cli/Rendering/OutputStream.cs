using Microsoft.Win32.SafeHandles;

namespace Lamina.Cli.Rendering;

/// <summary>
/// The process's standard output. The runtime's own stream swallows that the reader has gone, so that <c>lamina ping x | head</c>
/// would never end; this one fails with an <see cref="OutputException"/>, and says so where the disk is full.
/// </summary>
internal sealed class OutputStream : Stream
{
    private const int BrokenPipe = 32; // EPIPE

    private readonly Stream _target;

    private OutputStream(Stream target) => _target = target;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static OutputStream Open() => new(OpenPipe() ?? Console.OpenStandardOutput());

    /// <summary>Text for it, written at once.</summary>
    public static TextWriter OpenText() => TextWriter.Synchronized(new StreamWriter(Open()) { AutoFlush = true });

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _target.Write(buffer);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Describe(failure);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await _target.WriteAsync(buffer, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Describe(failure);
        }
    }

    public override void Flush()
    {
        // Nothing is kept back.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>
    /// Null for a file: its position is shared with the commands before and after this one, and only the runtime's own stream
    /// leaves it alone. Null also where standard output is closed.
    /// </summary>
    private static FileStream? OpenPipe()
    {
        try
        {
            FileStream stream = new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return stream.CanSeek ? null : stream;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static OutputException Describe(Exception failure) => new(failure.HResult == BrokenPipe, failure);
}
