using Lamina.Core;

namespace Lamina.Protocols.Congestion;

/// <summary>
/// The policy <c>mb-ecn</c>, as Ouroboros has it: a window that grows by a packet in each round trip and shrinks by the smoothed
/// mark of the queues on the way, as DCTCP's does; the mark has many bits, so it says how much. Doubles until the first mark.
/// </summary>
internal sealed class MarkedWindow(int packet) : ICongestionControl
{
    private const double Gain = 1.0 / 8;

    // 4 ms of waiting are no congestion; 128 ms in the mean are as much as a window can be told.
    private const double FirstLevel = 11;
    private const double FullLevels = 10;

    private bool _isStarting = true;
    private double _mark;
    private double _window = 16 * 1024;

    public long Window => (long)_window;

    public double PaceGain => _isStarting ? 2 : 1.25;

    public void HandleSample(in CongestionSample sample, Instant now)
    {
        double mark = Math.Clamp((sample.MeanLevel - FirstLevel) / FullLevels, 0, 1);
        if (_isStarting && mark > 0)
        {
            _isStarting = false;
            _mark = Math.Max(mark, 0.5);
        }

        if (_isStarting)
        {
            _window += sample.IsIdle ? 0 : sample.Settled;
        }
        else if (sample.IsRoundEnd)
        {
            _mark += (mark - _mark) * Gain;
            _window = mark > 0 ? _window * (1 - (_mark / 2)) : _window + (sample.IsIdle ? 0 : packet);
        }

        _window = Math.Max(_window, 2 * packet);
    }

    public void HandleSilence()
    {
        _isStarting = false;
        _window = Math.Max(_window / 2, 2 * packet);
    }
}
