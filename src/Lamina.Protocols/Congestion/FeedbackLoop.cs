using Lamina.Core;
using Lamina.Wire.Allocation;
using Lamina.Wire.DataTransfer;

namespace Lamina.Protocols.Congestion;

/// <summary>
/// The source's side of feedback: chooses when to ask, by changing the marker that every packet carries, and makes samples of what
/// the destination answers. At most seven questions are open; one that is not answered while a later one is counts as lost.
/// </summary>
internal sealed class FeedbackLoop(int packet)
{
    // A report that is lost must not empty the queue that is to stand.
    private const int QuestionsPerWindow = 6;

    // What was sent after the last question before the window is full: if it were all of it, its answer would let nothing go.
    private const int LeftOutPart = 4;

    // The last question before a window is full is on so many packets: some may be lost.
    private const int LastPackets = 3;

    // A question in an eighth of the round trip at most: markers of packets that come up to half of one late are not those of a later turn.
    private const int QuestionsPerRoundTrip = 8;

    private static readonly Duration Interval = Duration.FromMilliseconds(1);

    // Made with the first question.
    private Question[] _questions = [];
    private byte _marker;
    private int _open;
    private long _sent;
    private long _settled;
    private long _asked;
    private Instant _askedAt;
    private Duration _smoothed;

    // The last answer, and what was asked.
    private Question _lastQuestion;
    private ArrivalReport _lastReport;
    private bool _hasLast;

    // The answer at which the present round began.
    private Question _roundQuestion;
    private ArrivalReport _roundReport;
    private Instant _roundBegan;
    private bool _hasRound;

    private struct Question
    {
        public bool IsOpen;
        public Instant At;

        // Bytes that were sent before the first packet that asks, and with the train that it is in.
        public long Before;
        public long With;
    }

    /// <summary>Bytes that may be under way.</summary>
    public long InFlight => _sent - _settled;

    /// <summary>Bytes are sent.</summary>
    /// <returns>The marker of their packets.</returns>
    public byte NoteSent(int bytes, long window, Instant now)
    {
        long next = _sent + bytes;
        long asked = next - _asked;
        bool isLast = next - _settled + (LastPackets * packet) > window;
        bool isTime = _smoothed == Duration.Zero || now - _askedAt >= Duration.Max(Interval, _smoothed / QuestionsPerRoundTrip);
        bool isDue = isTime && asked >= window / QuestionsPerWindow;
        bool isLeftOut = isLast && asked >= window / LeftOutPart;
        if ((isLast && _open == 0) || ((isDue || isLeftOut) && _open < CongestionByte.LastMarker - 1))
        {
            Ask(next, now);
        }

        _sent = next;
        return _marker;
    }

    /// <summary>The destination answers.</summary>
    /// <returns>False where that was not asked, or is old.</returns>
    public bool TryTake(in ArrivalReport report, Instant now, out CongestionSample sample)
    {
        sample = default;
        if (report.Marker == 0 || report.Marker >= _questions.Length || !_questions[report.Marker].IsOpen)
        {
            return false;
        }

        Question question = _questions[report.Marker];

        Duration roundTrip = now - question.At;
        if (IsTooSoon(question, report, roundTrip))
        {
            return false;
        }

        (_lastQuestion, _lastReport, _hasLast) = (question, report, true);
        _smoothed = _smoothed == Duration.Zero ? roundTrip : _smoothed + ((roundTrip - _smoothed) / 8);
        long settled = Math.Max(0, question.With - _settled);
        _settled += settled;
        CloseUpTo(question.At);
        bool isRoundEnd = !_hasRound || question.At >= _roundBegan;
        sample = new CongestionSample
        {
            RoundTrip = roundTrip,
            Wait = CongestionByte.WaitOf(report.LeastLevel),
            MeanLevel = report.MeanLevel,
            Settled = settled,
        };
        if (isRoundEnd)
        {
            sample = EndRound(question, report, sample);
            _roundBegan = now;
        }

        return true;
    }

    /// <summary>Nothing was answered for long: all that is under way counts as lost.</summary>
    public void Forget()
    {
        CloseUpTo(Instant.Never);
        _settled = _sent;
        _hasRound = false;
        _hasLast = false;
    }

    // An answer to an older question that had the same marker, because a packet came very late: it knows nothing of most that was sent since.
    private bool IsTooSoon(in Question question, in ArrivalReport report, Duration roundTrip) =>
        _hasLast && roundTrip < _smoothed * 3 / 4
        && report.ReceivedBytes - (double)_lastReport.ReceivedBytes < (question.Before - _lastQuestion.Before) / 2.0;

    private CongestionSample EndRound(in Question question, in ArrivalReport report, in CongestionSample sample)
    {
        bool hadRound = _hasRound;
        long sent = question.Before - _roundQuestion.Before;
        double arrived = report.ReceivedBytes - (double)_roundReport.ReceivedBytes;
        double elapsed = Math.Max((question.At - _roundQuestion.At).TotalSeconds, unchecked((int)(report.Time - _roundReport.Time)) / 1e6);
        (_roundQuestion, _roundReport, _hasRound) = (question, report, true);
        return !hadRound || sent <= 0 || arrived < 0 || elapsed <= 0
            ? sample with { IsRoundEnd = true }
            : sample with { IsRoundEnd = true, Rate = arrived / elapsed, Loss = Math.Clamp(1 - (arrived / sent), 0, 1) };
    }

    private void Ask(long with, Instant now)
    {
        if (_questions.Length == 0)
        {
            _questions = new Question[CongestionByte.LastMarker + 1];
        }

        _marker = (byte)(_marker == CongestionByte.LastMarker ? 1 : _marker + 1);
        ref Question question = ref _questions[_marker];
        _open += question.IsOpen ? 0 : 1;
        question = new Question { IsOpen = true, At = now, Before = _sent, With = with };
        (_asked, _askedAt) = (with, now);
    }

    private void CloseUpTo(Instant at)
    {
        for (int i = 1; i < _questions.Length; i++)
        {
            if (_questions[i].IsOpen && _questions[i].At <= at)
            {
                _questions[i].IsOpen = false;
                _open--;
            }
        }
    }
}
