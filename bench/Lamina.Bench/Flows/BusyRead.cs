namespace Lamina.Bench.Flows;

/// <summary>A read that asks again and again: nobody sleeps.</summary>
internal static class BusyRead
{
    private const int Enough = 100_000;

    /// <summary>Null: nothing came in so many ms.</summary>
    public static ReadResult? Read(Flow flow, byte[] buffer, int patience = int.MaxValue)
    {
        ReadResult result;
        int sleeps = 0;
        for (int idle = 0; !flow.TryRead(buffer, out result); idle++)
        {
            // Between two measurements the processor is somebody else's.
            if (idle > Enough)
            {
                if (++sleeps == patience)
                {
                    return null;
                }

                Thread.Sleep(1);
            }
        }

        return result;
    }
}
