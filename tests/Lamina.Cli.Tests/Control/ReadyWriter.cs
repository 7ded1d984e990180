namespace Lamina.Cli.Tests.Control;

/// <summary>Collects lines and tells when there are enough.</summary>
internal sealed class ReadyWriter : StringWriter
{
    private readonly SemaphoreSlim _lines = new(0);

    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        _lines.Release();
    }

    public async Task WaitForLinesAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.True(await _lines.WaitAsync(TimeSpan.FromSeconds(20)), "the daemon did not become ready");
        }
    }
}
