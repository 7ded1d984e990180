using System.Security.Cryptography;
using Lamina;
using Samples;

namespace FileTransfer;

/// <summary>Takes one file from one flow. Under its own name there is the whole file, or nothing.</summary>
internal static class FileReceiver
{
    /// <summary>Returns when the file is on the disk and the sender knows it.</summary>
    /// <exception cref="SampleException">The file was refused; the sender has been told why.</exception>
    public static async Task<StoredFile> ReceiveAsync(Flow flow, string directory, CancellationToken cancel)
    {
        try
        {
            StoredFile stored = await StoreAsync(flow, directory, cancel);
            await Verdict.SendAsync(flow, "", cancel);
            return stored;
        }
        catch (Exception failure) when (failure is SampleException or IOException and not LaminaException or UnauthorizedAccessException)
        {
            await Verdict.TrySendAsync(flow, failure.Message, cancel);
            throw new SampleException(failure.Message);
        }
    }

    private static async Task<StoredFile> StoreAsync(Flow flow, string directory, CancellationToken cancel)
    {
        byte[] buffer = new byte[Math.Max(TransferHeader.MaxLength + 1, Pieces.LengthOn(flow))];
        int length = await ReadAsync(flow, buffer, cancel);
        var header = TransferHeader.Parse(buffer.AsSpan(0, length));
        string path = Path.Combine(directory, header.Name);
        if (Path.Exists(path))
        {
            throw new SampleException($"{header.Name} is there already");
        }

        string partial = Path.Combine(directory, $".{Path.GetRandomFileName()}.partial");
        try
        {
            await using (FileStream file = Create(partial, header))
            {
                await Verdict.SendAsync(flow, "", cancel);
                string sha256 = await WriteAsync(flow, file, header, buffer, cancel);
                file.Flush(flushToDisk: true);
                File.Move(partial, path);
                return new StoredFile(header.Name, header.Length, sha256);
            }
        }
        finally
        {
            File.Delete(partial);
        }
    }

    // Room for all of it is asked for at once: a disk without it says so before the first byte is on its way.
    private static FileStream Create(string path, TransferHeader header)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Options = FileOptions.Asynchronous,
                PreallocationSize = header.Length,
            });
        }
        catch (IOException) when (RoomIn(Path.GetDirectoryName(path)!) < header.Length)
        {
            throw new SampleException($"the disk has no room for the {header.Length} bytes of {header.Name}");
        }
    }

    private static long RoomIn(string directory) => new DriveInfo(Path.GetFullPath(directory)).AvailableFreeSpace;

    private static async Task<string> WriteAsync(
        Flow flow, FileStream file, TransferHeader header, byte[] buffer, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var progress = new Progress(header.Name, header.Length);
        for (long left = header.Length; left > 0;)
        {
            int length = await ReadAsync(flow, buffer, cancel);
            if (length > left)
            {
                throw new SampleException($"{header.Name} is longer than was promised");
            }

            hash.AppendData(buffer, 0, length);
            await file.WriteAsync(buffer.AsMemory(0, length), cancel);
            left -= length;
            progress.Add(length);
        }

        byte[] sum = hash.GetHashAndReset();
        int sumLength = await ReadAsync(flow, buffer, cancel);
        return buffer.AsSpan(0, sumLength).SequenceEqual(sum)
            ? Convert.ToHexStringLower(sum)
            : throw new SampleException($"{header.Name} arrived with another checksum than it left with");
    }

    /// <exception cref="SampleException">The sender stopped.</exception>
    private static async Task<int> ReadAsync(Flow flow, byte[] buffer, CancellationToken cancel) =>
        await flow.ReadAsync(buffer, cancel) is { IsEndOfFlow: false } read
            ? read.Length
            : throw new SampleException("the sender stopped before the end of the file");
}
