using System.Text.Json;
using Lamina.Core;
using Lamina.Daemon.Configuration.Text;
using Lamina.Daemon.Control;

namespace Lamina.Daemon.Configuration.Steps;

/// <summary>A program or an IPC process stands behind a name.</summary>
public sealed class BindStep(ConfigPosition position, BindingRequest request) : ConfigStep(position)
{
    /// <summary>What is bound.</summary>
    public BindingRequest Request => request;

    /// <inheritdoc/>
    public override string Key => $"bind {request.Kind} {request.Subject} {request.Name}";

    /// <inheritdoc/>
    public override string Text { get; } = JsonSerializer.Serialize(request, ControlJson.Default.BindingRequest);

    /// <inheritdoc/>
    public override string Description => $"binding of {request.Kind} {request.Subject} to '{request.Name}'";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Owners => request.Kind == "ipcp" ? [request.Subject] : [];

    /// <inheritdoc/>
    public override ValueTask<Outcome> DoAsync(IStackControl stack, CancellationToken cancel) => stack.BindAsync(request, cancel);

    /// <inheritdoc/>
    public override ValueTask<Outcome> UndoAsync(IStackControl stack, CancellationToken cancel) => stack.UnbindAsync(request, cancel);
}
