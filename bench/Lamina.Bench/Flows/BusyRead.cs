namespace Lamina.Bench.Flows;

/// <summary>A read that asks again and again: nobody sleeps.</summary>
internal static class BusyRead
{
    private const int Enough = 100_000;

    public static ReadResult Read(Flow flow, byte[] buffer)
    {
        ReadResult result;
        for (int idle = 0; !flow.TryRead(buffer, out result); idle++)
        {
            // Between two measurements the processor is somebody else's.
            if (idle > Enough)
            {
                Thread.Sleep(1);
            }
        }

        return result;
    }
}
