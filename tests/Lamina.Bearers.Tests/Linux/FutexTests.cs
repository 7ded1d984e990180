using Lamina.Bearers.Linux;

namespace Lamina.Bearers.Tests.Linux;

public sealed unsafe class FutexTests
{
    [Fact]
    public void A_sleeper_is_woken_by_another_thread()
    {
        using var memory = SharedMemory.Create("test", 4096);
        var word = (uint*)memory.Pointer;
        var woken = false;
        var sleeper = new Thread(() =>
        {
            while (Volatile.Read(ref *word) == 0)
            {
                Futex.Wait(word, 0, Timeout.InfiniteTimeSpan);
            }

            woken = true;
        });
        sleeper.Start();
        // Whether it sleeps yet or not, it must see the word: that is the promise.
        Volatile.Write(ref *word, 1);
        Futex.Wake(word, int.MaxValue);
        sleeper.Join();
        Assert.True(woken);
    }

    [Fact]
    public void Two_mappings_of_one_memory_share_the_sleepers()
    {
        using var memory = SharedMemory.Create("test", 4096);
        using var other = File.OpenHandle($"/proc/self/fd/{memory.Descriptor.DangerousGetHandle()}", FileMode.Open,
            FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.True(SharedMemory.TryMap(other, out var mapped));
        var sleeping = (uint*)memory.Pointer;
        var waking = (uint*)mapped.Pointer;
        var result = FutexResult.TimedOut;
        var sleeper = new Thread(() => result = Futex.Wait(sleeping, 0, Timeout.InfiniteTimeSpan));
        sleeper.Start();
        // The word stays 0, so only a wake-up can end the sleep.
        while (Futex.Wake(waking, 1) == 0)
        {
            Thread.Yield();
        }

        sleeper.Join();
        Assert.Equal(FutexResult.Woken, result);
        mapped.Dispose();
    }

    [Fact]
    public void A_changed_word_does_not_sleep()
    {
        uint word = 7;
        Assert.Equal(FutexResult.Changed, Futex.Wait(&word, 6, Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public void Time_ends_a_sleep()
    {
        uint word = 7;
        Assert.Equal(FutexResult.TimedOut, Futex.Wait(&word, 7, TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void Waking_nobody_wakes_nobody()
    {
        uint word = 0;
        Assert.Equal(0, Futex.Wake(&word, 1));
    }
}
