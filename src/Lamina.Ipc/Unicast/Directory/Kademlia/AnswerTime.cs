using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>
/// How long an answer takes, over all members that are asked: smoothed time and variation as in RFC 6298. A sample counts
/// from the first transmission, so that a layer slower than the first guess is believed; loss then makes it a little longer.
/// </summary>
internal sealed class AnswerTime
{
    private static readonly Duration First = Duration.FromMilliseconds(500);
    private static readonly Duration Shortest = Duration.FromMilliseconds(50);
    private static readonly Duration Longest = Duration.FromSeconds(1);

    private Duration _smoothed;
    private Duration _variation;

    /// <summary>When an answer is late.</summary>
    public Duration Limit => _smoothed == Duration.Zero
        ? First
        : Duration.Max(Shortest, Duration.Min(Longest, _smoothed + (_variation * 4)));

    public void Add(Duration sample)
    {
        sample = Duration.Max(new Duration(1), Duration.Min(sample, Longest));
        if (_smoothed == Duration.Zero)
        {
            _smoothed = sample;
            _variation = sample / 2;
            return;
        }

        Duration error = sample > _smoothed ? sample - _smoothed : _smoothed - sample;
        _variation = ((_variation * 3) + error) / 4;
        _smoothed = ((_smoothed * 7) + sample) / 8;
    }
}
