using Lamina.Core;
using Lamina.Ipc.Irm.Programs;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Irm.Model;

/// <summary>One random life of a super-server: programs that start, serve, hang and crash, and callers that come and go.</summary>
internal sealed class LauncherModel
{
    private const int MaxStarts = 5;
    private static readonly Name Service = Name.Parse("service");

    private readonly VirtualTime _time = new();
    private readonly TestStarter _starter = new();
    private readonly TestStack _stack;
    private readonly SeededRandom _random;
    private readonly List<Instant> _startTimes = [];
    private readonly List<(TestSink Sink, Instant EndBy)> _callers = [];
    private readonly List<TestSink> _withdrawn = [];
    private ProgramStart? _running;
    private TestProcess? _process;
    private int _lastProcess;

    public LauncherModel(ulong seed)
    {
        _random = new SeededRandom(seed);
        _stack = new TestStack(_time, _starter);
        Assert.True(_stack.Irm.Programs.Bind(new ProgramBinding("/bin/s", "/bin/s", Service, true, []), _time.Now).IsOk);
    }

    /// <summary>Callers that got a flow.</summary>
    public int Served => _callers.Count(caller => caller.Sink.Flow is not null);

    public void Step()
    {
        switch (_random.NextUInt64() % 8)
        {
            case 0 or 1:
                _callers.Add((_stack.Ask("service"), _time.Now + Duration.FromSeconds(30)));
                break;
            case 2 when _callers.Count > 0:
                TestSink given = _callers[0].Sink;
                if (given.Outcomes == 0)
                {
                    _stack.Irm.Withdraw(given, _time.Now);
                    _withdrawn.Add(given);
                    _callers.RemoveAt(0);
                }

                break;
            case 3 when _running is not null && _process is null:
                _process = new TestProcess(_stack.Irm, ++_lastProcess, "/bin/s");
                _running.HandleStarted(_lastProcess, _time.Now);
                break;
            case 4 when _process is not null:
                _process.Listen("own");
                break;
            case 5 when _process is not null:
                _process.StopListening("own", _time.Now);
                break;
            case 6 when _running is not null:
                EndProcess();
                break;
            default:
                _time.RunFor(Duration.FromMilliseconds((long)(_random.NextUInt64() % 5000)));
                break;
        }

        _time.RunFor(Duration.Zero);
        NoteStarts();
        Check();
    }

    public void End()
    {
        if (_running is not null)
        {
            EndProcess();
        }

        Assert.True(_stack.Irm.Programs.Unbind("/bin/s", null, _time.Now).IsOk);
        _time.RunFor(Duration.FromSeconds(30));
        Assert.All(_callers, caller => Assert.Equal(1, caller.Sink.Outcomes));
        foreach ((TestSink sink, _) in _callers)
        {
            sink.Flow?.Close(CloseReason.Normal, _time.Now);
        }

        _time.RunFor(Duration.Zero);
        _stack.AssertEmpty();
    }

    private void NoteStarts()
    {
        for (; _startTimes.Count < _starter.Starts.Count; _startTimes.Add(_time.Now))
        {
            // One process at a time; who was told to stop and has not ended still counts.
            Assert.Null(_running);
            _running = _starter.Starts[_startTimes.Count];
        }
    }

    private void Check()
    {
        Assert.All(_withdrawn, sink => Assert.Equal(0, sink.Outcomes));
        Assert.All(_callers, caller => Assert.True(caller.Sink.Outcomes == 1 || (caller.Sink.Outcomes == 0 && _time.Now < caller.EndBy)));
        for (int i = MaxStarts; i < _startTimes.Count; i++)
        {
            // Noted up to 5 s late.
            Assert.True(_startTimes[i] - _startTimes[i - MaxStarts] >= Duration.FromSeconds(60 - 5));
        }
    }

    private void EndProcess()
    {
        ProgramStart ended = _running!;
        _process?.Die(_time.Now);
        _process = null;
        _running = null;
        ended.HandleEnded("it ended with exit code 1", _time.Now);
    }
}
