using System.Text.Json;
using Lamina.Core;
using Lamina.Daemon.Configuration.Text;
using Lamina.Daemon.Control;

namespace Lamina.Daemon.Configuration.Steps;

/// <summary>An IPC process joins a layer. Taken back with the process only.</summary>
public sealed class EnrolStep(ConfigPosition position, string ipcp, EnrolRequest request) : ConfigStep(position)
{
    /// <inheritdoc/>
    public override string Key => $"enrol {ipcp}";

    /// <inheritdoc/>
    public override string Text { get; } = JsonSerializer.Serialize(request, ControlJson.Default.EnrolRequest);

    /// <inheritdoc/>
    public override string Description => $"enrolment of {ipcp} through '{request.Destination}'";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Owners => [ipcp];

    /// <inheritdoc/>
    public override bool IsPatient => true;

    /// <inheritdoc/>
    public override ValueTask<Outcome> DoAsync(IStackControl stack, CancellationToken cancel) => stack.EnrolAsync(ipcp, request, cancel);

    /// <inheritdoc/>
    public override ValueTask<Outcome> UndoAsync(IStackControl stack, CancellationToken cancel) => new(Outcome.Ok);
}
