using Lamina.Cli.Tests.Logging;

namespace Lamina.Cli.Tests.Authorities;

/// <summary>Two hosts with state directories of their own, no daemon, and one clock, which jumps.</summary>
public abstract class TwoHosts : IDisposable
{
    private protected TwoHosts()
    {
        First = new Host(Root, "first", Clock);
        Second = new Host(Root, "second", Clock);
    }

    private protected DirectoryInfo Root { get; } = Directory.CreateTempSubdirectory("lamina-");

    private protected SteppedClock Clock { get; } = new();

    private protected Host First { get; }

    private protected Host Second { get; }

    public void Dispose()
    {
        Root.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The second host has a credential of the first one's layer, as of now.</summary>
    private protected async Task JoinAsync(string layer = "net")
    {
        await First.TryAsync($"layer-authority init {layer}");
        string issued = await First.DoAsync($"layer-authority issue {layer} --for - --all-names", await Second.DoAsync("layer-authority request"));
        await Second.DoAsync("layer-authority install -", issued);
    }
}
