namespace Lamina.Security.Records;

/// <summary>A flow, or one that arrives, whose handshake ended in traffic keys, until its end takes them: who accepts does so before it accepts.</summary>
public interface IKeyedFlow
{
    /// <summary>The keys, once: the caller seals with them, and disposes of them. Null where there are none, or they were taken.</summary>
    RecordKeys? TakeKeys();
}
