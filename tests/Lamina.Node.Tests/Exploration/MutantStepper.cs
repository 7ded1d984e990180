using Lamina.Bearers.Rings;

namespace Lamina.Node.Tests.Exploration;

/// <summary>
/// The exploring stepper with one mistake, so that the code under test stays free of switches. It knows the domain's
/// state word by its type (the only 32-bit word that is compared) and its values: 0 free, 1 owned, 3 owned and
/// wanted by the loop.
/// </summary>
internal readonly struct MutantStepper : IStepper
{
    private const uint Free = 0;
    private const uint Owned = 1;
    private const uint OwnedAndWanted = 3;

    [ThreadStatic]
    private static DomainMutation _mutation;

    // Loads until one that sees nothing; 0 for none.
    [ThreadStatic]
    private static int _blindIn;

    [ThreadStatic]
    private static bool _blindState;

    /// <summary>For the calling logical thread.</summary>
    public static void Use(DomainMutation mutation)
    {
        _mutation = mutation;
        _blindIn = 0;
        _blindState = false;
    }

    public static void Step() => ExploringStepper.Step();

    public static uint Load(ref uint location)
    {
        var value = ExploringStepper.Load(ref location);
        var blind = _blindState;
        _blindState = false;
        return blind ? Owned : value;
    }

    public static ulong Load(ref ulong location)
    {
        var value = ExploringStepper.Load(ref location);
        return _blindIn > 0 && --_blindIn == 0 ? ulong.MaxValue : value;
    }

    public static void Store(ref uint location, uint value) => ExploringStepper.Store(ref location, value);

    public static void Store(ref ulong location, ulong value) => ExploringStepper.Store(ref location, value);

    public static void Fence()
    {
        _blindState = _mutation == DomainMutation.NoLookAfterPost;
        if (_mutation == DomainMutation.NoFence)
        {
            ExploringStepper.Step();
        }
        else
        {
            ExploringStepper.Fence();
        }
    }

    public static uint Exchange(ref uint location, uint value) => ExploringStepper.Exchange(ref location, value);

    public static uint CompareExchange(ref uint location, uint value, uint comparand)
    {
        var releases = value == Free && comparand == Owned;
        if ((releases && _mutation == DomainMutation.PlainRelease) || (comparand == Free && _mutation == DomainMutation.TwoStepEnter))
        {
            var seen = ExploringStepper.Load(ref location);
            if (seen == comparand)
            {
                ExploringStepper.Store(ref location, value);
            }

            return seen;
        }

        if (value == OwnedAndWanted && _mutation == DomainMutation.NoWish)
        {
            return comparand;
        }

        var before = ExploringStepper.CompareExchange(ref location, value, comparand);
        // The look after the release loads the head, then the sequence number of its slot: the second sees nothing.
        if (releases && before == Owned && _mutation == DomainMutation.NoLookAfterRelease)
        {
            _blindIn = 2;
        }

        return before;
    }

    public static ulong CompareExchange(ref ulong location, ulong value, ulong comparand)
        => ExploringStepper.CompareExchange(ref location, value, comparand);
}
