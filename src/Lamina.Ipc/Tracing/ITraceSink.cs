using Lamina.Core;
using Lamina.Wire.Tracing;

namespace Lamina.Ipc.Tracing;

/// <summary>Hears of one hop.</summary>
public interface ITraceSink
{
    /// <summary>The answer, later than the question, exactly once.</summary>
    /// <param name="record">What is there; a <see cref="ProblemRecord"/> where nobody told.</param>
    /// <param name="roundTrip">Time to the hop and back, from where its way begins; zero where nothing was sent.</param>
    /// <param name="now">The present.</param>
    void HandleHop(TraceRecord record, Duration roundTrip, Instant now);
}
