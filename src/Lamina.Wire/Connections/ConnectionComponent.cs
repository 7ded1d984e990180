namespace Lamina.Wire.Connections;

/// <summary>What a flow between two IPC processes is for. The numbers are on the wire.</summary>
public enum ConnectionComponent : byte
{
    /// <summary>Joining a layer; closed afterwards.</summary>
    Enrolment = 1,

    /// <summary>Routing and other talk between two members.</summary>
    Management = 2,

    /// <summary>Packets of the layer's flows.</summary>
    DataTransfer = 3,
}
