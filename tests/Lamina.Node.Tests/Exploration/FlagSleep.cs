using System.Runtime.CompilerServices;

namespace Lamina.Node.Tests.Exploration;

/// <summary>
/// The protocol of FutexWaker for logical threads: the word that the sleeper waits on is a ring's and so the peer's too;
/// the flag is this process's own. Wake-ups do not stick.
/// </summary>
internal sealed unsafe class FlagSleep : ILoopSleep
{
    private readonly uint[] _words = GC.AllocateArray<uint>(2, pinned: true);
    private readonly Scheduler _scheduler;
    private readonly DomainMutation _mutation;

    public FlagSleep(Scheduler scheduler, DomainMutation mutation)
    {
        _scheduler = scheduler;
        _mutation = mutation;
        scheduler.Add("peer", LowerAndDie);
    }

    private uint* Word => (uint*)Unsafe.AsPointer(ref _words[0]);

    private ref uint Asleep => ref _words[1];

    public void Wake()
    {
        ref var flag = ref _mutation == DomainMutation.TrustsThePeersFlag ? ref *Word : ref Asleep;
        MutantStepper.Fence();
        if (MutantStepper.Load(ref flag) == 0 || MutantStepper.Exchange(ref flag, 0) == 0 || _mutation == DomainMutation.NoHandOver)
        {
            return;
        }

        MutantStepper.Exchange(ref *Word, 0);
        _scheduler.FutexWake(Word);
    }

    public void Announce()
    {
        MutantStepper.Store(ref Asleep, 0);
        if (_mutation == DomainMutation.AnnouncesInTheWrongOrder)
        {
            MutantStepper.Exchange(ref Asleep, 1);
        }

        MutantStepper.Store(ref *Word, 1);
        MutantStepper.Fence();
        if (_mutation != DomainMutation.AnnouncesInTheWrongOrder)
        {
            MutantStepper.Exchange(ref Asleep, 1);
        }
    }

    public void Sleep() => _scheduler.FutexWait(Word, 1);

    // The worst that a peer can do to a word: say that it wakes, and not do it.
    private void LowerAndDie()
    {
        for (var i = 0; i < 3; i++)
        {
            ExploringStepper.Exchange(ref *Word, 0);
        }
    }
}
