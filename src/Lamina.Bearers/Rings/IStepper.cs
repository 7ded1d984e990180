namespace Lamina.Bearers.Rings;

/// <summary>
/// Every access to a word that two threads or processes share goes through one of these. In production they are the
/// processor's own operations (<see cref="DirectStepper"/>), inlined to nothing more; a test puts a scheduler here that
/// chooses who takes the next step and how long a store stays in the store buffer of its processor.
/// </summary>
/// <remarks>Locations must not move: native memory or pinned arrays.</remarks>
public interface IStepper
{
    /// <summary>A point between two accesses to shared data that is not a word of the protocol.</summary>
    static abstract void Step();

    /// <summary>Load with acquire semantics.</summary>
    static abstract uint Load(ref uint location);

    /// <summary>Load with acquire semantics.</summary>
    static abstract ulong Load(ref ulong location);

    /// <summary>Store with release semantics: it may still be overtaken by later loads of the same thread.</summary>
    static abstract void Store(ref uint location, uint value);

    /// <summary>Store with release semantics: it may still be overtaken by later loads of the same thread.</summary>
    static abstract void Store(ref ulong location, ulong value);

    /// <summary>Full fence: no later access is done before every earlier store is visible.</summary>
    static abstract void Fence();

    /// <summary>Atomic exchange, a full fence on both sides. Returns the value before.</summary>
    static abstract uint Exchange(ref uint location, uint value);

    /// <summary>Atomic compare and exchange, a full fence on both sides. Returns the value before.</summary>
    static abstract uint CompareExchange(ref uint location, uint value, uint comparand);

    /// <summary>Atomic compare and exchange, a full fence on both sides. Returns the value before.</summary>
    static abstract ulong CompareExchange(ref ulong location, ulong value, ulong comparand);
}
