namespace Lamina.Cli.Tools.Perf;

/// <summary>Takes part in whatever test a client asks for.</summary>
internal static class PerfServer
{
    public static async Task ServeAsync(CliContext context, Flow flow, CancellationToken cancel)
    {
        byte[] buffer = new byte[PerfPlan.MaxSize];
        while (await flow.ReadAsync(buffer, cancel) is { IsEndOfFlow: false } read)
        {
            if (PerfMessage.TryRead(buffer.AsSpan(0, read.Length), out PerfMessage start) && PerfPlan.TryRead(start, out PerfPlan plan))
            {
                using PerfSession session = new(flow, plan, sends: plan.ServerSends, receives: plan.ClientSends);
                await session.RunServerAsync(cancel);
                if (plan.ClientSends)
                {
                    context.Out.WriteLine(PerfReport.From("received", session.Own, session.PeerHash));
                }

                return;
            }
        }
    }
}
