using Lamina.Core;

namespace Lamina.Protocols.Fragments;

/// <summary>How impatiently a path is asked what it carries (docs/design/FRAGMENTS.md).</summary>
/// <param name="Watch">So long after its last answer a path in use is asked again.</param>
/// <param name="Patience">Between a question and its first repetition; later ones wait up to four times as long.</param>
/// <param name="IsBelieved">True: what the flow below says of itself is taken to be true until it is disproved.</param>
public sealed record PathPace(Duration Watch, Duration Patience, bool IsBelieved)
{
    /// <summary>Of a flow that only says what it carries: nothing is believed. A hole is known after 7.5 s.</summary>
    public static PathPace Doubting { get; } = new(Duration.FromSeconds(5), Duration.FromMilliseconds(250), IsBelieved: false);

    /// <summary>
    /// Of a flow that keeps its packet size by itself: time for it to help itself. A hole is known after 16 s, before any flow gives
    /// up (R, 30 s).
    /// </summary>
    public static PathPace Trusting { get; } = new(Duration.FromSeconds(8), Duration.FromMilliseconds(800), IsBelieved: true);

    /// <summary>How often a length is asked for before silence is an answer.</summary>
    public const int Rounds = 5;

    /// <summary>How long an answer to a round is waited for before the next.</summary>
    public Duration AfterRound(int round) => round < 2 ? Patience : round < Rounds - 1 ? Patience * 2 : Patience * 4;
}
