namespace Lamina.Wire.Connections;

/// <summary>The protocol that a component of an IPC process speaks, and in which versions.</summary>
/// <param name="Name">Its name, printable, at most <see cref="ConnectionHello.MaxTextLength"/> bytes of UTF-8.</param>
/// <param name="Min">The oldest version spoken.</param>
/// <param name="Max">The newest version spoken.</param>
public readonly record struct ConnectionProtocol(string Name, byte Min, byte Max)
{
    /// <summary>True where both share a version.</summary>
    public bool Overlaps(byte min, byte max) => min <= Max && max >= Min;

    /// <summary>The versions for a person: "version 1", "versions 4 to 6".</summary>
    public string Versions => VersionsOf(Min, Max);

    /// <inheritdoc/>
    public override string ToString() => $"'{Name}' {Versions}";

    /// <summary>A range of versions for a person.</summary>
    public static string VersionsOf(byte min, byte max) => min == max ? $"version {min}" : $"versions {min} to {max}";
}
