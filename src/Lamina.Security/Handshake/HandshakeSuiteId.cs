namespace Lamina.Security.Handshake;

/// <summary>How two ends prove who they are when a flow is allocated. The numbers are on the wire.</summary>
public enum HandshakeSuiteId : byte
{
    /// <summary>Nothing is proved and nothing is sealed: for labs, and for flows that never leave the stack.</summary>
    Null = 0,
}
