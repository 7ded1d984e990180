using System.Text.Json;
using Lamina.Core;
using Lamina.Daemon.Configuration.Text;
using Lamina.Daemon.Control;

namespace Lamina.Daemon.Configuration.Steps;

/// <summary>Rules and reservation of a name.</summary>
public sealed class NameStep(ConfigPosition position, RuleSetRequest request) : ConfigStep(position)
{
    /// <inheritdoc/>
    public override string Key => $"rules {request.Name}";

    /// <inheritdoc/>
    public override string Text { get; } = JsonSerializer.Serialize(request, ControlJson.Default.RuleSetRequest);

    /// <inheritdoc/>
    public override string Description => $"policy of name '{request.Name}'";

    /// <inheritdoc/>
    public override bool IsOverwritten => true;

    /// <inheritdoc/>
    public override ValueTask<Outcome> DoAsync(IStackControl stack, CancellationToken cancel) => stack.Policies.SetRulesAsync(request, cancel);

    /// <inheritdoc/>
    public override ValueTask<Outcome> UndoAsync(IStackControl stack, CancellationToken cancel) =>
        stack.Policies.SetRulesAsync(new RuleSetRequest(request.Name), cancel);
}
