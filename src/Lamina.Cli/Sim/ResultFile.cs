using Lamina.Cli.Rendering;

namespace Lamina.Cli.Sim;

/// <summary>
/// A file that a run writes. Opened before the run, so that nobody waits for a result that cannot be kept; what was in it
/// before goes with the first bytes. A full disk ends the command with the file's name.
/// </summary>
internal sealed class ResultFile : Stream
{
    private readonly FileStream _stream;
    private readonly string _path;
    private bool _hasBegun;

    private ResultFile(FileStream stream, string path)
    {
        _stream = stream;
        _path = path;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static ResultFile Open(string path)
    {
        try
        {
            return new ResultFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, 1 << 16), path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            (int code, string why) = Explain(failure, path);
            throw new CommandException(code, $"{path} cannot be written: {why}", DiskHint.For(failure, path, "another path"));
        }
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            // A pipe or a device has nothing to remove.
            if (!_hasBegun && _stream.CanSeek && _stream.Length > 0)
            {
                _stream.SetLength(0);
            }

            _hasBegun = true;
            _stream.Write(bytes);
        }
        catch (IOException failure)
        {
            throw Describe(failure);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        try
        {
            _stream.Flush();
        }
        catch (IOException failure)
        {
            throw Describe(failure);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                _stream.Dispose();
            }
            catch (IOException)
            {
                // Flush has said it, or the run ended for a reason of its own.
            }
        }

        base.Dispose(disposing);
    }

    private static (int Code, string Why) Explain(Exception failure, string path) => failure switch
    {
        UnauthorizedAccessException when Directory.Exists(path) => (ExitCode.Usage, "it is a directory"),
        UnauthorizedAccessException => (ExitCode.Denied, "this user may not write there"),
        DirectoryNotFoundException => (ExitCode.Usage, "its directory does not exist"),
        _ => (DiskHint.IsFull(failure) ? ExitCode.Failure : ExitCode.Usage, failure.Message),
    };

    private CommandException Describe(IOException failure) =>
        new(ExitCode.Failure, $"{_path} cannot be written: {failure.Message}", DiskHint.For(failure, _path, "another path"));
}
