using System.Buffers;
using Lamina.Core;
using Lamina.Flows;
using Lamina.Node.Driving;

namespace Lamina;

/// <content>Reading.</content>
public sealed partial class Flow
{
    // Of the reader's last look that found nothing, or left nothing.
    private int _vainNews = -1;

    // Looks in vain between two yields: some 20 us.
    private const int LooksWithinStack = 4096;
    private const int LooksAtQueues = 256;

    private int _vainLooks;

    /// <summary>
    /// The longest wait of a read, blocking or asynchronous; <see cref="Timeout.InfiniteTimeSpan"/> by default, zero: none at
    /// all. A read that waited longer fails with <see cref="LaminaError.Timeout"/>, has taken nothing, and the flow goes on.
    /// Counts from the next read.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, and not infinite.</exception>
    public TimeSpan ReadTimeout
    {
        get => Patience.ToTimeSpan(_channel.Reads.Patience);
        set => _channel.Reads.Patience = Patience.From(value);
    }

    /// <summary>
    /// What becomes of a message that is longer than a read's buffer. Default <see cref="PartialReads.Marked"/>. Counts from the next
    /// read, any thread may change it.
    /// </summary>
    public PartialReads PartialReads
    {
        get => _channel.PartialReads;
        set => _channel.PartialReads = value;
    }

    /// <summary>Reads the next message, or the next part of it; waits for one without blocking a thread.</summary>
    /// <param name="buffer">At least 1 byte; a message of up to 1 MiB comes whole where it fits, a longer one in parts. Not to be touched before the call ends.</param>
    /// <param name="cancellationToken">Ends the wait; no message is lost.</param>
    /// <exception cref="LaminaException">The flow did not end as it should, nothing came within <see cref="ReadTimeout"/>, or the stack is gone.</exception>
    public ValueTask<ReadResult> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ReadResult>(cancellationToken);
        }

        _channel.Reads.Take();
        if (TryReadNow(AwaitingAttempts, buffer.Span, out ReadResult result, out Exception? failure))
        {
            _channel.Reads.GiveBack();
            return failure is null ? ValueTask.FromResult(result) : ValueTask.FromException<ReadResult>(failure);
        }

        _channel.Reading.Target = buffer;
        return _channel.Reading.StartAsync(cancellationToken);
    }

    /// <summary>Reads the next message, or the next part of it; blocks until there is one.</summary>
    /// <param name="buffer">At least 1 byte; a message of up to 1 MiB comes whole where it fits, a longer one in parts.</param>
    /// <exception cref="LaminaException">The flow did not end as it should, nothing came within <see cref="ReadTimeout"/>, or the stack is gone.</exception>
    public ReadResult Read(Span<byte> buffer)
    {
        _channel.Reads.Take();
        int news = _channel.News;
        if (TryReadNow(BlockingAttempts, buffer, out ReadResult result, out Exception? failure)
            || (_channel.IsWithinStack && NewsWatch.Await(_channel, news) && TryReadNow(BlockingAttempts, buffer, out result, out failure)))
        {
            _channel.Reads.GiveBack();
            return failure is null ? result : throw failure;
        }

        if (TryReadVisiting(buffer, out result, out failure))
        {
            _channel.Reads.GiveBack();
            return failure is null ? result : throw failure;
        }

        byte[] target = ArrayPool<byte>.Shared.Rent(buffer.Length);
        try
        {
            _channel.Reading.Target = target.AsMemory(0, buffer.Length);
            result = _channel.Reading.StartAndWait();
            target.AsSpan(0, result.Length).CopyTo(buffer);
            return result;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(target);
        }
    }

    /// <summary>Reads the next message, or the next part of it, where one has come. Does not wait.</summary>
    /// <param name="buffer">At least 1 byte; a message of up to 1 MiB comes whole where it fits, a longer one in parts.</param>
    /// <param name="result">What came; also the end of the flow.</param>
    /// <returns>False where nothing has come.</returns>
    /// <exception cref="LaminaException">The flow did not end as it should, or the stack is gone.</exception>
    public bool TryRead(Span<byte> buffer, out ReadResult result)
    {
        int news = _channel.News;
        bool wasVain = news == _vainNews;
        if (wasVain && _channel.IsWithinStack && _channel.Reads.IsFree)
        {
            // Nothing came since the last look, and nobody need drive for it to come. Nothing is written either: the peer's thread is about
            // to write here, and would have to fetch the line back each time.
            return FindNothing(LooksWithinStack, out result);
        }

        _channel.Reads.Take();
        try
        {
            Visit visit = default;
            switch (_channel.IsWithinStack ? Look.Refused : _driver.TryLook(wasVain, out visit))
            {
                case Look.FindsNothing:
                    return FindNothing(LooksAtQueues, out result);
                case Look.Drives:
                    return TryReadLooking(visit, buffer, news, out result);
                default:
                    return TryReadEntering(buffer, news, out result);
            }
        }
        finally
        {
            _channel.Reads.GiveBack();
        }
    }

    private bool FindNothing(int looks, out ReadResult result)
    {
        result = default;
        if (++_vainLooks >= looks)
        {
            // The one who is to answer may want this processor: two who look in turns on one would have it for a time slice each.
            _vainLooks = 0;
            Thread.Yield();
        }

        return false;
    }

    private bool TryReadEntering(Span<byte> target, int news, out ReadResult result)
    {
        using Turn turn = Enter();
        try
        {
            bool isDone = TryReadOnce(target, news, out result, turn.Now);
            if (!isDone && !_channel.IsWithinStack)
            {
                _driver.NoteVainLook(turn.Now);
            }

            return _channel.FailureOf(result) is not { } failure ? isDone : throw failure;
        }
        catch (Exception fault) when (fault is not LaminaException)
        {
            Fail(fault, out Exception failure);
            throw failure;
        }
    }

    /// <summary>Drives the domain for one turn, and takes what has come.</summary>
    private bool TryReadLooking(Visit visit, Span<byte> target, int news, out ReadResult result)
    {
        bool isDone = false;
        Exception? failure = null;
        result = default;
        try
        {
            if (!visit.TryBegin(out Instant now))
            {
                throw LaminaException.Ended(_driver.Reason);
            }

            try
            {
                isDone = TryReadOnce(target, news, out result, now);
                failure = _channel.FailureOf(result);
            }
            catch (Exception fault)
            {
                isDone = Fail(fault, out failure);
            }

            visit.End(isDone: true);
        }
        finally
        {
            visit.Dispose();
        }

        return failure is null ? isDone : throw failure;
    }

    // Inside. Where the next look would be in vain, it is remembered what it would see: who looks again then asks from outside.
    private bool TryReadOnce(Span<byte> target, int news, out ReadResult result, Instant now)
    {
        bool isDone = _channel.TryRead(target, out result, now);
        _vainNews = !isDone ? news : _channel.IsDrained ? _channel.News : _vainNews;
        _vainLooks = isDone ? 0 : _vainLooks;
        return isDone;
    }

    /// <summary>Drives the domain until there is something to read. False: somebody else drives, or is to.</summary>
    private bool TryReadVisiting(Span<byte> target, out ReadResult result, out Exception? failure)
    {
        failure = null;
        result = default;
        if (!_driver.TryVisit(_channel.Reads.Patience, looksOut: true, out Visit visit))
        {
            return false;
        }

        bool isDone = false;
        try
        {
            while (visit.TryBegin(out Instant now))
            {
                try
                {
                    isDone = _channel.TryRead(target, out result, now);
                    failure = isDone ? _channel.FailureOf(result) : visit.IsLate ? _channel.Reading.Late : null;
                    isDone |= visit.IsLate;
                }
                catch (Exception fault)
                {
                    isDone = Fail(fault, out failure);
                }

                bool isOver = isDone || visit.IsDisplaced;
                _channel.IsVisited = !isOver;
                visit.End(isDone);
                if (isOver)
                {
                    break;
                }
            }
        }
        finally
        {
            visit.Dispose();
        }

        return isDone;
    }

    private bool TryReadNow(int attempts, Span<byte> target, out ReadResult result, out Exception? failure)
    {
        failure = null;
        result = default;
        if (!TryEnter(attempts, out Turn turn))
        {
            return false;
        }

        using (turn)
        {
            try
            {
                if (!_channel.TryRead(target, out result, turn.Now))
                {
                    return false;
                }

                failure = _channel.FailureOf(result);
                return true;
            }
            catch (Exception fault)
            {
                return Fail(fault, out failure);
            }
        }
    }
}
