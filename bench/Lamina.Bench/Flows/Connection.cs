namespace Lamina.Bench.Flows;

/// <summary>A flow whose other end is served.</summary>
/// <param name="Client">This end.</param>
/// <param name="End">After this end has closed: returns when the other is gone too.</param>
/// <param name="ProcessorTime">Of what is counted.</param>
internal sealed record Connection(Flow Client, Action End, Func<TimeSpan> ProcessorTime)
{
    /// <summary>That of this process.</summary>
    public static TimeSpan Here() => Environment.CpuUsage.TotalTime;

    public void Close()
    {
        Client.CloseAsync().AsTask().Wait();
        End();
    }
}
