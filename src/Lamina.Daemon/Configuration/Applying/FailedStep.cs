using Lamina.Core;
using Lamina.Daemon.Configuration.Steps;

namespace Lamina.Daemon.Configuration.Applying;

/// <summary>A step that failed at run time.</summary>
internal sealed record FailedStep(ConfigStep Step, Outcome Outcome)
{
    /// <summary>With the place in the file.</summary>
    public Outcome Describe(string file) =>
        Outcome with { Message = $"{file}:{Step.Position.Line}:{Step.Position.Column}: {Step.Description}: {Outcome.Message}" };
}
