namespace Lamina.Samples.Tests;

/// <summary>A directory for sockets, gone at the end.</summary>
internal sealed class SocketDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lamina-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
