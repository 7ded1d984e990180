using Lamina.Core;

namespace Lamina.Protocols.Congestion;

/// <summary>
/// What decides how much of one flow may be under way. A machine without timers: it is called with what the destination tells.
/// </summary>
public interface ICongestionControl
{
    /// <summary>Bytes that may be under way; at least two packets.</summary>
    long Window { get; }

    /// <summary>Windows that may be sent in a round trip; 0: not paced.</summary>
    double PaceGain { get; }

    /// <summary>Bytes that may leave at once, ahead of the pace: they are paid back before more leaves. Default 0: no more than the pace has saved.</summary>
    int LongestTrain => 0;

    /// <summary>The destination has told how the packets fare.</summary>
    void HandleSample(in CongestionSample sample, Instant now);

    /// <summary>The destination should have told something, and has not.</summary>
    void HandleSilence();
}
