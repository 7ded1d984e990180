using Lamina.Core;
using Lamina.Ipc.Udp;
using Lamina.Node.Driving;

namespace Lamina.Node.Udp;

/// <summary>A hosts file: read when its time or its length is another than before. What cannot be read stays as it was.</summary>
internal sealed class HostsFileSource(DomainDriver driver, string path, ushort port) : IHostsSource
{
    private readonly Lock _gate = new();
    private (DateTime Time, long Length) _seen;

    /// <inheritdoc/>
    public void Refresh(Action<IReadOnlyList<HostEntry>?, Instant> answer) => _ = Task.Run(() =>
    {
        // Posted in the order of reading: who hears "as before" must come after who brings the news.
        lock (_gate)
        {
            IReadOnlyList<HostEntry>? entries = ReadWhereChanged();
            driver.Post(new OwnedCall(driver, now => answer(entries, now)));
        }
    });

    private IReadOnlyList<HostEntry>? ReadWhereChanged()
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists || (file.LastWriteTimeUtc, file.Length) == _seen || file.Length > HostsFile.MaxLength)
            {
                return null;
            }

            _seen = (file.LastWriteTimeUtc, file.Length);
            return HostsFile.Parse(File.ReadAllText(path), port);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
