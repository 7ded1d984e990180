namespace Lamina.Fuzz.Targets;

/// <summary>Something that takes bytes from outside. One thread at a time.</summary>
/// <param name="name">As it stands in the table.</param>
internal abstract class FuzzTarget(string name) : IDisposable
{
    /// <summary>What it is.</summary>
    public string Name { get; } = name;

    /// <summary>The name of its files.</summary>
    public string Slug { get; } = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Replace("--", "-", StringComparison.Ordinal);

    /// <summary>True where an input means the same whatever came before it.</summary>
    public virtual bool IsStateless => true;

    /// <summary>Most bytes of an input, but for a few that are as long as anything that comes.</summary>
    public virtual int Longest => 4096;

    /// <summary>Takes an input. Throws nothing, whatever it is: an exception is a finding.</summary>
    /// <returns>What became of it, for the comparison of behaviours; 0 and less: refused.</returns>
    public abstract int Run(ReadOnlySpan<byte> input);

    /// <summary>Bytes that an input of this length may make it allocate.</summary>
    public abstract long MostAllocated(int length);

    /// <summary>Inputs that it accepts, some thousands of them at most where they are costly; by seed.</summary>
    public abstract IEnumerable<byte[]> Samples();

    /// <summary>A valid input of random values; null: there is no maker, only <see cref="Samples"/>.</summary>
    public virtual byte[]? Make(Core.SeededRandom random) => null;

    /// <summary>Makes what a checksum says true again; the input itself where there is none.</summary>
    public virtual void Repair(byte[] input)
    {
    }

    /// <summary>Begins anew: as after its birth.</summary>
    public virtual void Renew()
    {
    }

    /// <summary>Looks at what it holds; throws where that is too much. Costly, so called seldom.</summary>
    public virtual void Examine()
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}
