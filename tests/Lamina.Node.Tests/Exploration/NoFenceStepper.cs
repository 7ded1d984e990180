using Lamina.Bearers.Rings;

namespace Lamina.Node.Tests.Exploration;

/// <summary>Mutant: full fences do nothing.</summary>
internal readonly struct NoFenceStepper : IStepper
{
    public static void Step() => ExploringStepper.Step();

    public static uint Load(ref uint location) => ExploringStepper.Load(ref location);

    public static ulong Load(ref ulong location) => ExploringStepper.Load(ref location);

    public static void Store(ref uint location, uint value) => ExploringStepper.Store(ref location, value);

    public static void Store(ref ulong location, ulong value) => ExploringStepper.Store(ref location, value);

    public static void Fence() => ExploringStepper.Step();

    public static uint Exchange(ref uint location, uint value) => ExploringStepper.Exchange(ref location, value);

    public static uint CompareExchange(ref uint location, uint value, uint comparand)
        => ExploringStepper.CompareExchange(ref location, value, comparand);

    public static ulong CompareExchange(ref ulong location, ulong value, ulong comparand)
        => ExploringStepper.CompareExchange(ref location, value, comparand);
}
