using Lamina.Wire;
using Lamina.Wire.Connections;

namespace Lamina.Ipc.Unicast.Connections;

/// <summary>What the components of an IPC process speak.</summary>
public sealed record SpokenProtocols
{
    /// <summary>What this code speaks.</summary>
    public static SpokenProtocols Current { get; } = new();

    /// <summary>Joining; default <c>lamina.enrolment</c>, version 1.</summary>
    public ConnectionProtocol Enrolment { get; init; } = Now("lamina.enrolment");

    /// <summary>What is said over management flows; default <c>lamina.link-state</c>, version 1.</summary>
    public ConnectionProtocol Management { get; init; } = Now("lamina.link-state");

    /// <summary>What is on data flows; default <c>lamina.data-transfer</c>, version 2 (version 1 had no parts).</summary>
    public ConnectionProtocol DataTransfer { get; init; } = new("lamina.data-transfer", 2, 2);

    /// <summary>What a component speaks.</summary>
    public ConnectionProtocol Of(ConnectionComponent component) => component switch
    {
        ConnectionComponent.Enrolment => Enrolment,
        ConnectionComponent.Management => Management,
        _ => DataTransfer,
    };

    private static ConnectionProtocol Now(string name) => new(name, LayerParameters.CurrentVersion, LayerParameters.CurrentVersion);
}
