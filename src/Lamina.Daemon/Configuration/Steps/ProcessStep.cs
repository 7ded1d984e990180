using System.Text.Json;
using Lamina.Core;
using Lamina.Daemon.Configuration.Text;
using Lamina.Daemon.Control;

namespace Lamina.Daemon.Configuration.Steps;

/// <summary>An IPC process, and its layer where it is the first member there.</summary>
/// <param name="position">Where the file says it.</param>
/// <param name="name">Its name.</param>
/// <param name="type">Its kind.</param>
/// <param name="bootstrap">Null: it is only made.</param>
/// <param name="enrol">How it will enrol; part of what it is, since another enrolment takes another process.</param>
public sealed class ProcessStep(ConfigPosition position, string name, string type, BootstrapRequest? bootstrap, EnrolRequest? enrol)
    : ConfigStep(position)
{
    /// <summary>The process.</summary>
    public string Name => name;

    /// <inheritdoc/>
    public override string Key => $"ipcp {name}";

    /// <inheritdoc/>
    public override string Text { get; } = type
        + (bootstrap is null ? "" : JsonSerializer.Serialize(bootstrap, ControlJson.Default.BootstrapRequest))
        + (enrol is null ? "" : JsonSerializer.Serialize(enrol, ControlJson.Default.EnrolRequest));

    /// <inheritdoc/>
    public override string Description => bootstrap is null ? $"IPC process {name}" : $"IPC process {name} of layer {bootstrap.Layer}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Owners => [name];

    /// <inheritdoc/>
    public override ValueTask<Outcome> DoAsync(IStackControl stack, CancellationToken cancel) => bootstrap is null
        ? stack.CreateAsync(new CreateRequest(name, type), cancel)
        : stack.BootstrapAsync(name, bootstrap, cancel);

    /// <inheritdoc/>
    public override ValueTask<Outcome> UndoAsync(IStackControl stack, CancellationToken cancel) => stack.DestroyAsync(name, cancel);
}
