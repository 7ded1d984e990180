using System.Security.Cryptography;
using Lamina;

namespace FileTransfer;

/// <summary>Sends one file over one flow.</summary>
internal static class FileSender
{
    /// <summary>Returns when the receiver has stored the file.</summary>
    /// <exception cref="Samples.SampleException">The receiver refused, before the file or in its middle.</exception>
    public static async Task<StoredFile> SendAsync(Flow flow, Stream source, string name, CancellationToken cancel)
    {
        await flow.WriteAsync(new TransferHeader(source.Length, name).ToBytes(), cancel);
        await Verdict.ReceiveAsync(flow, cancel);

        // It may come at any time, when the receiver cannot go on: then the pieces stop.
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task verdict = Verdict.ReceiveAsync(flow, stop.Token);
        try
        {
            string sha256 = await SendPiecesAsync(flow, source, name, verdict, cancel);
            await verdict;
            return new StoredFile(name, source.Length, sha256);
        }
        catch (LaminaException) when (!cancel.IsCancellationRequested)
        {
            // The receiver has closed the flow; why, is in its last message.
            await verdict;
            throw;
        }
        finally
        {
            await stop.CancelAsync();
            await verdict.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<string> SendPiecesAsync(Flow flow, Stream source, string name, Task verdict, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var progress = new Progress(name, source.Length);
        byte[] piece = new byte[Pieces.LengthOn(flow)];
        // Not more than was promised, even where somebody writes to the file meanwhile.
        for (long left = source.Length; left > 0 && !verdict.IsCompleted;)
        {
            int length = await source.ReadAsync(piece.AsMemory(0, (int)Math.Min(piece.Length, left)), cancel);
            if (length == 0)
            {
                throw new EndOfStreamException($"{name} became shorter while it was sent");
            }

            hash.AppendData(piece, 0, length);
            await flow.WriteAsync(piece.AsMemory(0, length), cancel);
            left -= length;
            progress.Add(length);
        }

        byte[] sum = hash.GetHashAndReset();
        if (!verdict.IsCompleted)
        {
            await flow.WriteAsync(sum, cancel);
        }

        return Convert.ToHexStringLower(sum);
    }
}
