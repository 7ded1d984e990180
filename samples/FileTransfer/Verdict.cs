using System.Text;
using Lamina;
using Samples;

namespace FileTransfer;

/// <summary>What the receiver says: nothing where all is well, else a sentence.</summary>
internal static class Verdict
{
    private const int MaxLength = 1024;

    public static ValueTask SendAsync(Flow flow, string sentence, CancellationToken cancel) =>
        flow.WriteAsync(Encoding.UTF8.GetBytes(sentence).AsMemory(), cancel);

    /// <summary>To a sender that may have gone meanwhile.</summary>
    public static async Task TrySendAsync(Flow flow, string sentence, CancellationToken cancel)
    {
        try
        {
            await SendAsync(flow, sentence, cancel);
        }
        catch (LaminaException)
        {
            // Nobody is left to be told.
        }
    }

    /// <summary>Waits for it.</summary>
    /// <exception cref="SampleException">The receiver refuses.</exception>
    public static async Task ReceiveAsync(Flow flow, CancellationToken cancel)
    {
        byte[] sentence = new byte[MaxLength];
        ReadResult read = await flow.ReadAsync(sentence, cancel);
        if (read.IsEndOfFlow || read.Length > 0)
        {
            throw new SampleException(read.IsEndOfFlow
                ? "the receiver ended before it had the file"
                : $"the receiver refuses: {Printable(Encoding.UTF8.GetString(sentence, 0, read.Length))}");
        }
    }

    // It is a stranger's text, and goes to a terminal.
    private static string Printable(string text) => string.Concat(text.Where(letter => !char.IsControl(letter)));
}
