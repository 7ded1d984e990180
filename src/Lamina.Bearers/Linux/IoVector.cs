using System.Runtime.InteropServices;

namespace Lamina.Bearers.Linux;

/// <summary>A piece of memory for scatter and gather, laid out as the kernel's <c>struct iovec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly unsafe struct IoVector
{
    private readonly byte* _pointer;
    private readonly nuint _length;

    /// <summary>A piece of memory that stays in place (pinned or unmanaged) until the call that takes it returns.</summary>
    public IoVector(byte* pointer, int length)
    {
        _pointer = pointer;
        _length = (nuint)length;
    }

    /// <summary>First byte.</summary>
    public byte* Pointer => _pointer;

    /// <summary>Bytes.</summary>
    public int Length => (int)_length;
}
