using BenchmarkDotNet.Attributes;
using Lamina.Core;
using Lamina.Wire.DataTransfer;

namespace Lamina.Micro;

/// <summary>The header of a layer, as each layer writes and reads it for each packet.</summary>
public class HeaderBench
{
    private static readonly DataTransferFormat s_format = new(4);
    private static readonly DataTransferHeader s_header = new(new Address(77), 60, QosCube.BestEffort, 0, 1234567);

    private readonly byte[] _packet = new byte[1500];

    [GlobalSetup]
    public void SetUp() => s_format.Write(_packet, s_header);

    [Benchmark]
    public void Write() => s_format.Write(_packet, s_header);

    [Benchmark]
    public ulong Read() => s_format.Read(_packet).Eid;
}
