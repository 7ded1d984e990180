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

    private static readonly Duration Interval = Duration.FromMilliseconds(1);

    private readonly Question[] _questions = new Question[CongestionByte.LastMarker + 1];
    private byte _marker;
    private int _open;
    private long _sent;
    private long _settled;
    private long _asked;
    private Instant _askedAt;

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
        bool isLast = next - _settled + packet > window;
        bool isDue = next - _asked >= window / QuestionsPerWindow && now - _askedAt >= Interval;
        bool isLeftOut = isLast && next - _asked >= window / LeftOutPart && _open < CongestionByte.LastMarker - 1;
        if ((isLast && _open == 0) || isLeftOut || (isDue && _open < CongestionByte.LastMarker - 1))
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
        ref Question question = ref _questions[report.Marker];
        sample = default;
        if (report.Marker == 0 || !question.IsOpen)
        {
            return false;
        }

        Duration roundTrip = now - question.At;
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
    }

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
