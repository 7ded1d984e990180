using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Ring.Child;

namespace Lamina.Bearers.Tests.Rings;

/// <summary>
/// A real process that echoes records, over two rings in one shared memory. One thread of ours writes, the caller reads.
/// Sleeps are ended by wake-ups only, and by the peer's death, which a watcher announces like a wake-up.
/// </summary>
internal sealed unsafe partial class EchoProcess : IDisposable
{
    private const int Capacity = 4096;
    private const int Stop = 19;
    private const int Continue = 18;
    private const int Kill = 9;

    // Nothing here takes long, even on a busy machine; a sleep that does was never going to end.
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(20);

    private readonly SharedMemory _memory;
    private readonly Process _process;
    private readonly RingWriter _writer;
    private readonly RingReader _reader;
    private readonly FutexWaker _wakeWriter;
    private readonly FutexWaker _wakeReader;
    private readonly Thread _writing;
    private readonly Thread _watching;
    private readonly int _pauseSeed;
    private volatile bool _gone;
    private volatile bool _over;
    private volatile string? _failure;
    private ulong _next;

    public EchoProcess(int seed)
    {
        _pauseSeed = seed;
        var middle = RingLayout.TotalLength(Capacity);
        _memory = SharedMemory.Create("echo", 2 * middle);
        Assert.True(RingMemory.TryCreate(_memory.Pointer, middle, Capacity, out var there));
        Assert.True(RingMemory.TryCreate(_memory.Pointer + middle, middle, Capacity, out var back));
        _writer = new RingWriter(there);
        _reader = new RingReader(back);
        _wakeWriter = new FutexWaker(_writer.WaitWord);
        _wakeReader = new FutexWaker(_reader.WaitWord);

        var start = new ProcessStartInfo("dotnet");
        start.ArgumentList.Add(typeof(TestRecord).Assembly.Location);
        start.ArgumentList.Add(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(_memory.Descriptor.DangerousGetHandle().ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(middle.ToString(CultureInfo.InvariantCulture));
        _process = Process.Start(start)!;

        _watching = new Thread(Watch) { IsBackground = true };
        _watching.Start();
        _writing = new Thread(WriteUntilOver) { IsBackground = true };
        _writing.Start();
    }

    /// <summary>Records that came back, each intact and in order.</summary>
    public ulong Received => _next;

    /// <summary>Returns when it stands still.</summary>
    public void Suspend()
    {
        Send(Stop);
        while (File.ReadAllText($"/proc/{_process.Id}/stat").Split(')')[^1].TrimStart()[0] != 'T')
        {
            Thread.Yield();
        }
    }

    public void Resume() => Send(Continue);

    public void KillNow() => Send(Kill);

    /// <summary>Reads until so many more records came back; false if the process is gone before.</summary>
    public bool Read(ulong records)
    {
        var end = _next + records;
        while (_next < end)
        {
            if (TakeOne())
            {
                continue;
            }

            Release();
            if (_gone)
            {
                return false;
            }

            if (_reader.PrepareToSleep())
            {
                Sleep(_wakeReader, _reader.WaitWord);
            }

            _reader.Awake();
        }

        Release();
        return true;
    }

    /// <summary>Reads all that a suspended process has left in the ring.</summary>
    public void ReadWhatIsLeft()
    {
        while (TakeOne())
        {
        }

        Release();
    }

    public void AssertHealthy()
    {
        Assert.Null(_failure);
        Assert.Equal(RingState.Open, _reader.State);
        Assert.Equal(RingState.Open, _writer.State);
        if (_gone)
        {
            Assert.Equal(128 + Kill, _process.ExitCode);
        }
    }

    public void Dispose()
    {
        _over = true;
        _wakeWriter.Wake();
        if (!_gone)
        {
            KillNow();
        }

        var ended = _writing.Join(TooLong) && _watching.Join(TooLong);
        Assert.True(ended, "a survivor hangs");
        AssertHealthy();
        _process.Dispose();
        _memory.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);

    private void Send(int signal) => Assert.Equal(0, SendSignal(_process.Id, signal));

    private bool TakeOne()
    {
        if (!_reader.TryPeek(out var bytes, out var tag))
        {
            return false;
        }

        Assert.True(tag == (uint)_next && TestRecord.IsIntact(bytes, _next), $"record {_next} is not intact");
        _next++;
        _reader.Advance();
        return true;
    }

    private void Release()
    {
        if (_reader.Release())
        {
            Futex.Wake(_reader.WakeWord, 1);
        }
    }

    private void Watch()
    {
        _process.WaitForExit();
        _gone = true;
        _wakeReader.Wake();
        _wakeWriter.Wake();
    }

    private void WriteUntilOver()
    {
        var random = new Random(_pauseSeed);
        for (ulong sequence = 0; !_over && !_gone;)
        {
            var train = random.Next(1, 20);
            while (train > 0 && _writer.TryReserve(TestRecord.MaxLength, out var bytes))
            {
                _writer.Commit(TestRecord.Write(bytes, sequence), (uint)sequence);
                sequence++;
                train--;
            }

            if (_writer.Publish())
            {
                Futex.Wake(_writer.WakeWord, 1);
            }
            // Now and then slower than the echo, so that it sleeps too.
            if (random.Next(8) == 0)
            {
                Thread.SpinWait(random.Next(2000));
            }

            if (train > 0)
            {
                if (_writer.PrepareToWait(TestRecord.MaxLength))
                {
                    Sleep(_wakeWriter, _writer.WaitWord);
                }

                _writer.Awake();
            }
        }
    }

    private void Sleep(FutexWaker waker, uint* word)
    {
        waker.Announce();
        if (!_gone && !_over && Futex.Wait(word, 1, TooLong) == FutexResult.TimedOut)
        {
            _failure = "a wake-up is lost";
        }

        waker.Awake();
        Assert.Null(_failure);
    }
}
