using System.Text.Json;
using Lamina.Core;
using Lamina.Daemon.Configuration.Text;
using Lamina.Daemon.Control;

namespace Lamina.Daemon.Configuration.Steps;

/// <summary>A name is known in one layer, or at one IPC process.</summary>
/// <param name="position">Where the file says it.</param>
/// <param name="request">One name and one place.</param>
/// <param name="members">The IPC processes of this stack at which it will be registered, as far as the file tells.</param>
/// <param name="waits">True where one of them must enrol first.</param>
public sealed class RegisterStep(ConfigPosition position, RegistrationRequest request, IReadOnlyList<string> members, bool waits)
    : ConfigStep(position)
{
    private string Place => request.Layers is [string layer] ? $"layer {layer}" : $"IPC process {request.Ipcps![0]}";

    /// <inheritdoc/>
    public override string Key => $"register {request.Name} {Place}";

    /// <inheritdoc/>
    public override string Text { get; } =
        JsonSerializer.Serialize(request, ControlJson.Default.RegistrationRequest) + string.Join(' ', members);

    /// <inheritdoc/>
    public override string Description => $"registration of '{request.Name}' in {Place}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Owners => members;

    /// <inheritdoc/>
    public override bool IsPatient => waits;

    /// <inheritdoc/>
    public override async ValueTask<Outcome> DoAsync(IStackControl stack, CancellationToken cancel)
    {
        Outcome outcome = await stack.RegisterAsync(request, cancel);
        // The name is registered all the same; the layer hears of it when it answers again.
        return outcome.Code == OutcomeCode.Timeout ? Outcome.Ok : outcome;
    }

    /// <inheritdoc/>
    public override ValueTask<Outcome> UndoAsync(IStackControl stack, CancellationToken cancel) => stack.UnregisterAsync(request, cancel);
}
