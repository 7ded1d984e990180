using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Bearers.Linux;

/// <summary>
/// Anonymous memory that two processes share through a descriptor, sealed so that its size can never change: a peer that
/// could shrink it would kill us with SIGBUS at the next access.
/// <para>No finalizer: unmapping while a thread still reads would be a fault, so only the owner decides when.</para>
/// </summary>
public sealed unsafe class SharedMemory : IDisposable
{
    private const int RequiredSeals = LibC.SealShrink | LibC.SealGrow | LibC.SealSeal;

    private SharedMemory(SafeFileHandle descriptor, byte* pointer, long length)
    {
        Descriptor = descriptor;
        Pointer = pointer;
        Length = length;
    }

    /// <summary>What a peer needs to map the same memory. Owned by this object.</summary>
    public SafeFileHandle Descriptor { get; }

    /// <summary>First byte, page aligned; null once disposed.</summary>
    public byte* Pointer { get; private set; }

    /// <summary>Bytes, as asked of <see cref="Create"/>.</summary>
    public long Length { get; }

    /// <summary>New zeroed memory, sealed and mapped.</summary>
    /// <param name="name">Shown in /proc only; need not be unique.</param>
    /// <param name="length">Bytes, above 0.</param>
    /// <exception cref="IOException">The system refused.</exception>
    public static SharedMemory Create(string name, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        OnLinux.Require("shared memory");
        var descriptor = LibC.MemfdCreate(name, LibC.MfdCloseOnExec | LibC.MfdAllowSealing);
        if (descriptor.IsInvalid)
        {
            throw LibC.Failure("memfd_create");
        }

        try
        {
            RandomAccess.SetLength(descriptor, length);
            if (LibC.Fcntl(descriptor, LibC.FAddSeals, RequiredSeals) < 0)
            {
                throw LibC.Failure("fcntl(F_ADD_SEALS)");
            }

            return new SharedMemory(descriptor, Mmap(descriptor, length), length);
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Maps what a peer sent. False where the descriptor is not memory of a fixed size: it is then not safe to touch.
    /// </summary>
    /// <param name="descriptor">Owned by the result on success, by the caller otherwise.</param>
    /// <param name="memory">The mapping.</param>
    public static bool TryMap(SafeFileHandle descriptor, [NotNullWhen(true)] out SharedMemory? memory)
    {
        memory = null;
        // Seals first: only then is the length that we read the length for ever.
        var seals = LibC.Fcntl(descriptor, LibC.FGetSeals, 0);
        if (seals < 0 || (seals & RequiredSeals) != RequiredSeals)
        {
            return false;
        }

        var length = RandomAccess.GetLength(descriptor);
        if (length <= 0)
        {
            return false;
        }

        try
        {
            memory = new SharedMemory(descriptor, Mmap(descriptor, length), length);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Unmaps and closes. Nobody may use <see cref="Pointer"/> any more.</summary>
    public void Dispose()
    {
        if (Pointer == null)
        {
            return;
        }

        _ = LibC.Munmap(Pointer, (nuint)Length);
        Pointer = null;
        Descriptor.Dispose();
    }

    private static byte* Mmap(SafeFileHandle descriptor, long length)
    {
        var pointer = LibC.Mmap(null, (nuint)length, LibC.ProtRead | LibC.ProtWrite, LibC.MapShared, descriptor, 0);
        return pointer == LibC.MapFailed ? throw LibC.Failure("mmap") : (byte*)pointer;
    }
}
