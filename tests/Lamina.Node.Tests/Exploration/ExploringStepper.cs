using System.Runtime.CompilerServices;
using Lamina.Bearers.Rings;

namespace Lamina.Node.Tests.Exploration;

/// <summary>Hands every shared access to the scheduler, and every plain store to the store buffer.</summary>
internal readonly unsafe struct ExploringStepper : IStepper
{
    public static void Step() => Scheduler.Current?.Scheduler.Step("data");

    public static uint Load(ref uint location)
    {
        var self = Scheduler.Current;
        if (self is null)
        {
            return location;
        }

        self.Scheduler.Step("load");
        return self.Stores.TryForward(Unsafe.AsPointer(ref location), out var own) ? (uint)own : Volatile.Read(ref location);
    }

    public static ulong Load(ref ulong location)
    {
        var self = Scheduler.Current;
        if (self is null)
        {
            return location;
        }

        self.Scheduler.Step("load");
        return self.Stores.TryForward(Unsafe.AsPointer(ref location), out var own) ? own : Volatile.Read(ref location);
    }

    public static void Store(ref uint location, uint value) => Store(Unsafe.AsPointer(ref location), value, wide: false);

    public static void Store(ref ulong location, ulong value) => Store(Unsafe.AsPointer(ref location), value, wide: true);

    public static void Fence() => StepAndFlush("fence");

    public static uint Exchange(ref uint location, uint value)
    {
        StepAndFlush("exchange");
        return Interlocked.Exchange(ref location, value);
    }

    public static uint CompareExchange(ref uint location, uint value, uint comparand)
    {
        StepAndFlush("compare-exchange");
        return Interlocked.CompareExchange(ref location, value, comparand);
    }

    public static ulong CompareExchange(ref ulong location, ulong value, ulong comparand)
    {
        StepAndFlush("compare-exchange");
        return Interlocked.CompareExchange(ref location, value, comparand);
    }

    private static void Store(void* location, ulong value, bool wide)
    {
        var self = Scheduler.Current;
        if (self is null)
        {
            if (wide)
            {
                *(ulong*)location = value;
            }
            else
            {
                *(uint*)location = (uint)value;
            }

            return;
        }

        self.Scheduler.Step("store");
        self.Stores.Add(location, value, wide, self.Scheduler.Steps);
    }

    private static void StepAndFlush(string what)
    {
        var self = Scheduler.Current;
        if (self is null)
        {
            return;
        }

        self.Scheduler.Step(what);
        self.Stores.FlushAll();
    }
}
