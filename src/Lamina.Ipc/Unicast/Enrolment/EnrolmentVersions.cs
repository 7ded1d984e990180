using Lamina.Wire;

namespace Lamina.Ipc.Unicast.Enrolment;

/// <summary>The versions of a layer's protocols that an IPC process speaks.</summary>
/// <param name="Min">The oldest.</param>
/// <param name="Max">The newest.</param>
public readonly record struct EnrolmentVersions(byte Min, byte Max)
{
    /// <summary>What this code speaks.</summary>
    public static readonly EnrolmentVersions Current = new(LayerParameters.CurrentVersion, LayerParameters.CurrentVersion);

    /// <summary>True where both share a version.</summary>
    public bool Overlaps(byte min, byte max) => min <= Max && max >= Min;

    /// <inheritdoc/>
    public override string ToString() => Min == Max ? $"version {Min}" : $"versions {Min} to {Max}";
}
