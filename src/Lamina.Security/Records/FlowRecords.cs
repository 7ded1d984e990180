namespace Lamina.Security.Records;

/// <summary>What one end of a flow seals and opens its packets with, once there are keys. Disposing of it zeroes them.</summary>
public sealed class FlowRecords : IDisposable
{
    internal FlowRecords(RecordSealer sealer, RecordOpener opener)
    {
        Sealer = sealer;
        Opener = opener;
    }

    /// <summary>For what this end sends.</summary>
    public RecordSealer Sealer { get; }

    /// <summary>For what comes.</summary>
    public RecordOpener Opener { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Sealer.Dispose();
        Opener.Dispose();
    }
}
