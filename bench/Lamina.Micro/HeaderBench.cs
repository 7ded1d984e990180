using BenchmarkDotNet.Attributes;
using Lamina.Core;
using Lamina.Wire.DataTransfer;

namespace Lamina.Micro;

/// <summary>The header of a layer, as each layer writes and reads it for each packet.</summary>
public class HeaderBench
{
    private static readonly DataTransferFormat Format = new(4);
    private static readonly DataTransferHeader Header = new(new Address(77), 60, QosCube.BestEffort, 0, 1234567);

    private readonly byte[] _packet = new byte[1500];

    [GlobalSetup]
    public void SetUp() => Format.Write(_packet, Header);

    [Benchmark]
    public void Write() => Format.Write(_packet, Header);

    [Benchmark]
    public ulong Read() => Format.Read(_packet).Eid;
}
