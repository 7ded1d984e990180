using Lamina.Daemon.Configuration.Applying;
using Lamina.Daemon.Configuration.Steps;
using Lamina.Daemon.Control;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lamina.Cli.Tests.Configuration;

/// <summary>A step that waits for others, when nobody wants it any more.</summary>
public sealed class PatientRunTests
{
    [Fact]
    public async Task An_attempt_that_is_under_way_is_withdrawn_at_once()
    {
        RecordingControl stack = new() { Enrolling = new TaskCompletionSource<CancellationToken>() };
        EnrolStep step = new(new(1, 1), "uni", new EnrolRequest("gone", Insecure: true));
        PatientRun run = new(step, new StackTarget("s", stack, NullLogger.Instance));
        await stack.Enrolling.Task;
        run.Stop();

        // The attempt by itself would never end.
        await run.Ended.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.False(run.IsDone);
    }
}
