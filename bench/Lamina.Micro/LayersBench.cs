using BenchmarkDotNet.Attributes;
using Lamina.Core;

namespace Lamina.Micro;

/// <summary>
/// A message of 64 bytes there and back between two hosts with so many unicast layers on each other, in virtual time: all that both hosts do,
/// without a kernel, a thread or a wait. A further layer is the difference of two depths.
/// </summary>
public class LayersBench : IDisposable
{
    private LayeredHosts _hosts = null!;

    [Params(1, 3, 6)]
    public int Depth { get; set; }

    [Params("raw", "data")]
    public string Flow { get; set; } = "";

    [GlobalSetup]
    public void SetUp() => _hosts = new LayeredHosts(Depth, Flow == "raw" ? QosSpec.Raw : QosSpec.Data);

    [Benchmark]
    public int RoundTrip() => _hosts.RoundTrip();

    [GlobalCleanup]
    public void Dispose()
    {
        _hosts.Dispose();
        GC.SuppressFinalize(this);
    }
}
