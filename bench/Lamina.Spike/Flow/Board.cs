using Lamina.Bearers.Linux;

namespace Lamina.Spike.Flow;

/// <summary>
/// Shared words of one pipeline: the measurer starts and stops it here, the reader reports and gives credit. In shared
/// memory in every pipeline, so that threads and processes do the same work. One writer per line of 128 bytes.
/// </summary>
internal sealed unsafe class Board(SharedMemory memory) : IDisposable
{
    public const int Length = 4096;
    public const uint Idle = 0;
    public const uint Running = 1;
    public const uint Ended = 2;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    public static Board Create() => new(SharedMemory.Create("board", Length));

    public SharedMemory Memory { get; } = memory;

    /// <summary>What to do now: a futex word.</summary>
    public uint* Command => (uint*)Memory.Pointer;

    /// <summary>UDP port of the receiving side, 0 until it is bound.</summary>
    public uint* Port => (uint*)(Memory.Pointer + 128);

    /// <summary>Packets that the reader has done with or knows to be lost; a futex word. Grows, wraps.</summary>
    public uint* Consumed => (uint*)(Memory.Pointer + 256);

    /// <summary>Packets that arrived intact and in order.</summary>
    public ulong* Intact => (ulong*)(Memory.Pointer + 264);

    /// <summary>Payload bytes of those.</summary>
    public ulong* Bytes => (ulong*)(Memory.Pointer + 272);

    /// <summary>Packets whose number never came.</summary>
    public ulong* Lost => (ulong*)(Memory.Pointer + 280);

    /// <summary>Packets that arrived broken, or were not ours.</summary>
    public ulong* Broken => (ulong*)(Memory.Pointer + 288);

    /// <summary>1 while the writer sleeps for credit.</summary>
    public uint* WriterSleeps => (uint*)(Memory.Pointer + 384);

    /// <summary>The <see cref="Consumed"/> at which it wants to be woken.</summary>
    public uint* WakeAt => (uint*)(Memory.Pointer + 388);

    /// <summary>Packets sent.</summary>
    public ulong* Sent => (ulong*)(Memory.Pointer + 512);

    /// <summary>How often credit did not come back in time, and was taken for lost.</summary>
    public ulong* Stalls => (ulong*)(Memory.Pointer + 520);

    public bool HasEnded => Volatile.Read(ref *Command) == Ended;

    public bool IsRunning => Volatile.Read(ref *Command) == Running;

    public void Tell(uint command)
    {
        Volatile.Write(ref *Command, command);
        Futex.Wake(Command, int.MaxValue);
    }

    /// <summary>For a writer: sleeps until it may write; false when all is over.</summary>
    public bool AwaitStart()
    {
        while (!IsRunning)
        {
            if (HasEnded)
            {
                return false;
            }

            Futex.Wait(Command, Idle, LookAgain);
        }
        return true;
    }

    public void Dispose() => Memory.Dispose();
}
