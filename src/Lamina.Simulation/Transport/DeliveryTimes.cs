using Lamina.Core;

namespace Lamina.Simulation.Transport;

/// <summary>How long each of the first messages took, from write to read.</summary>
internal sealed class DeliveryTimes(int count)
{
    // First when it was written, then how long it took.
    private readonly long[] _times = new long[count];
    private bool _isSorted;

    public void Write(long number, Instant now)
    {
        if (number < _times.Length)
        {
            _times[number] = now.Nanoseconds;
        }
    }

    public void Read(long number, Instant now)
    {
        if (number < _times.Length)
        {
            _times[number] = now.Nanoseconds - _times[number];
        }
    }

    /// <summary>Meaningful once all have come.</summary>
    /// <param name="share">0.5: the median.</param>
    public Duration Percentile(double share)
    {
        if (!_isSorted)
        {
            Array.Sort(_times);
            _isSorted = true;
        }

        return new Duration(_times[Math.Min(_times.Length - 1, (int)(share * _times.Length))]);
    }
}
