using System.Diagnostics;

namespace Lamina.Flows;

/// <summary>
/// A reader whose peer is another thread of the same stack looks for a while before it sleeps: a wake-up costs as much, and both sides pay
/// for it. It owns nothing meanwhile.
/// </summary>
internal static class NewsWatch
{
    private const int LooksBetweenYields = 32;

    private static readonly long Ticks = (long)(Stopwatch.Frequency * 10e-6);

    private static readonly bool HasOtherProcessors = Environment.ProcessorCount > 1;

    /// <summary>Waits for 10 us at most. True: something has come, or the flow has ended.</summary>
    /// <param name="channel">What is waited for.</param>
    /// <param name="seen">Its <see cref="FlowChannel.News"/> before the read that found nothing.</param>
    public static bool Await(FlowChannel channel, int seen)
    {
        if (!HasOtherProcessors)
        {
            return false;
        }

        long until = Stopwatch.GetTimestamp() + Ticks;
        for (int looks = 1; channel.News == seen; looks++)
        {
            if (Stopwatch.GetTimestamp() >= until)
            {
                return false;
            }

            if (looks % LooksBetweenYields == 0)
            {
                // There may be only two processors, and the one who is to answer wants this one.
                Thread.Yield();
            }
            else
            {
                Thread.SpinWait(4);
            }
        }

        return true;
    }
}
