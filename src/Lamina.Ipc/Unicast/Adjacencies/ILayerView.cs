using Lamina.Core;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>What a connection must know of the layer to say that it is of use.</summary>
internal interface ILayerView
{
    /// <summary>True when the routes follow from all that is known.</summary>
    bool IsSettled { get; }

    /// <summary>Somebody owns this member's address too; false where this member gives it up.</summary>
    bool TryKeepAddress(ulong instance, Instant now);

    /// <summary>True where packets find a way to the member.</summary>
    bool HasRouteTo(Address member);

    /// <summary>Waits until this member's names are known where the layer looks for them; the sink hears it once.</summary>
    void AwaitPublications(IOutcomeSink sink, Instant now);
}
