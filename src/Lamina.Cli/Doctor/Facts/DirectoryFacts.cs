namespace Lamina.Cli.Doctor.Facts;

/// <summary>A directory that the program uses.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Exists">It is there; a daemon makes it otherwise.</param>
/// <param name="IsWritable">This user can make files in it, or make it.</param>
internal sealed record DirectoryFacts(string Path, bool Exists, bool IsWritable)
{
    /// <summary>Bytes that are free on its disk.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>True where any user may change what is in it.</summary>
    public bool IsOpenToAll { get; init; }
}
