using System.Runtime.CompilerServices;

namespace Lamina.Node.Tests.Exploration;

/// <summary>
/// The protocol of FutexWaker for logical threads: a wake-up does not stick, so whoever sleeps raises the flag before it
/// looks.
/// </summary>
/// <param name="scheduler">Of the threads.</param>
/// <param name="heard">False for a mutant that wakes nobody.</param>
internal sealed unsafe class FlagSleep(Scheduler scheduler, bool heard) : ILoopSleep
{
    private readonly uint[] _flag = GC.AllocateArray<uint>(1, pinned: true);

    private uint* Word => (uint*)Unsafe.AsPointer(ref _flag[0]);

    public void Wake()
    {
        MutantStepper.Fence();
        if (MutantStepper.Load(ref *Word) != 0 && MutantStepper.Exchange(ref *Word, 0) != 0 && heard)
            scheduler.FutexWake(Word);
    }

    public void Announce()
    {
        MutantStepper.Store(ref *Word, 1);
        MutantStepper.Fence();
    }

    public void Sleep() => scheduler.FutexWait(Word, 1);
}
