using Lamina.Bearers.Linux;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Bearers.Tests.Linux;

public sealed unsafe class SharedMemoryTests
{
    [Fact]
    public void What_one_mapping_writes_the_other_reads()
    {
        using var first = SharedMemory.Create("test", 10_000);
        Assert.True(SharedMemory.TryMap(Duplicate(first.Descriptor), out var second));
        using (second)
        {
            Assert.Equal(10_000, second.Length);
            Assert.NotEqual((nint)first.Pointer, (nint)second.Pointer);
            first.Pointer[9_999] = 42;
            Assert.Equal(42, second.Pointer[9_999]);
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_000_000)]
    public void Its_size_cannot_change(long length)
    {
        using var memory = SharedMemory.Create("test", 4096);
        Assert.ThrowsAny<Exception>(() => RandomAccess.SetLength(memory.Descriptor, length));
        Assert.Equal(4096, RandomAccess.GetLength(memory.Descriptor));
    }

    [Fact]
    public void Memory_that_could_shrink_is_refused()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.SetLength(file, 4096);
            Assert.False(SharedMemory.TryMap(file, out _));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Disposing_twice_is_harmless()
    {
        var memory = SharedMemory.Create("test", 1);
        memory.Dispose();
        memory.Dispose();
        Assert.True(memory.Pointer == null);
    }

    /// <summary>As a peer would have it: another descriptor of the same memory.</summary>
    private static SafeFileHandle Duplicate(SafeFileHandle descriptor) =>
        File.OpenHandle($"/proc/self/fd/{descriptor.DangerousGetHandle()}", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
}
