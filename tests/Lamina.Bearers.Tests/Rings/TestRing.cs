using System.Runtime.InteropServices;
using Lamina.Bearers.Rings;

namespace Lamina.Bearers.Tests.Rings;

/// <summary>A ring in private memory, with bytes behind it that nobody may touch.</summary>
internal sealed unsafe class TestRing : IDisposable
{
    private const int GuardLength = 4096;
    private const byte GuardByte = 0xA5;

    private readonly byte* _start;
    private readonly int _length;

    public TestRing(int capacity)
    {
        _length = (int)RingLayout.TotalLength(capacity);
        _start = (byte*)NativeMemory.AlignedAlloc((nuint)(_length + GuardLength), 4096);
        new Span<byte>(_start, _length).Clear();
        Guard.Fill(GuardByte);
        Assert.True(RingMemory.TryCreate(_start, _length, capacity, out var memory));
        Memory = memory;
    }

    public RingMemory Memory { get; }

    public byte* Start => _start;

    public Span<byte> Shared => new(_start, _length);

    public Span<byte> Data => Shared[RingLayout.HeaderLength..];

    public ref ulong ProducerPosition => ref *(ulong*)(_start + 128);

    public ref ulong ConsumerPosition => ref *(ulong*)(_start + 256);

    private Span<byte> Guard => new(_start + _length, GuardLength);

    /// <summary>Whether a span lies in the data area, byte for byte.</summary>
    public bool Holds(ReadOnlySpan<byte> bytes) => bytes.IsEmpty || Data.Overlaps(bytes, out var offset) && offset >= 0 && offset + bytes.Length <= Data.Length;

    public void Dispose()
    {
        var intact = !Guard.ContainsAnyExcept(GuardByte);
        NativeMemory.AlignedFree(_start);
        Assert.True(intact, "somebody wrote behind the ring");
    }
}
