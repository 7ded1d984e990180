using System.Text;
using Lamina;
using Samples;

namespace Echo;

/// <summary>The asking side.</summary>
internal static class EchoClient
{
    /// <summary>Sends a message and waits for the answer to it.</summary>
    /// <exception cref="SampleException">The server closed the flow instead of answering.</exception>
    public static async Task<string> SendAsync(Flow flow, string message, CancellationToken cancel)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(message);
        await flow.WriteAsync(bytes, cancel);
        byte[] answer = new byte[bytes.Length + 1];
        ReadResult read = await flow.ReadAsync(answer, cancel);
        return read.IsEndOfFlow
            ? throw new SampleException("the server closed the flow before it answered")
            : Encoding.UTF8.GetString(answer, 0, read.Length);
    }
}
