namespace Lamina.Wire.Offers;

/// <summary>Versions of a protocol that an implementation speaks.</summary>
/// <param name="Min">The oldest.</param>
/// <param name="Max">The newest.</param>
public readonly record struct VersionRange(byte Min, byte Max)
{
    /// <summary>The newest version that both speak.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryChoose(VersionRange other, out byte version)
    {
        version = Math.Min(Max, other.Max);
        return version >= Min && version >= other.Min;
    }
}
