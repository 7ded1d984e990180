using System.Text.Json;
using Lamina.Core;
using Lamina.Daemon.Configuration.Text;
using Lamina.Daemon.Control;

namespace Lamina.Daemon.Configuration.Steps;

/// <summary>An adjacency, kept by the IPC process once it stood.</summary>
public sealed class ConnectStep(ConfigPosition position, string ipcp, ConnectRequest request) : ConfigStep(position)
{
    /// <summary>Which process connects.</summary>
    public string Ipcp => ipcp;

    /// <inheritdoc/>
    public override string Key => $"connect {ipcp} {request.Destination} {request.Component}";

    /// <inheritdoc/>
    public override string Text { get; } = JsonSerializer.Serialize(request, ControlJson.Default.ConnectRequest);

    /// <inheritdoc/>
    public override string Description => $"connection of {ipcp} to '{request.Destination}'";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Owners => [ipcp];

    /// <inheritdoc/>
    public override bool IsPatient => true;

    /// <inheritdoc/>
    public override ValueTask<Outcome> DoAsync(IStackControl stack, CancellationToken cancel) => stack.ConnectAsync(ipcp, request, cancel);

    /// <inheritdoc/>
    public override ValueTask<Outcome> UndoAsync(IStackControl stack, CancellationToken cancel) => stack.DisconnectAsync(ipcp, request, cancel);
}
