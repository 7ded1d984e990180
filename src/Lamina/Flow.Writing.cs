using System.Buffers;
using Lamina.Core;
using Lamina.Node.Driving;
using Lamina.Protocols.Flows;

namespace Lamina;

/// <content>Writing.</content>
public sealed partial class Flow
{
    // What the flow below takes at once: a ring's record, or a datagram with segmentation.
    private const int LongestTrain = 60 << 10;

    /// <summary>
    /// The longest wait of a write, blocking or asynchronous; <see cref="Timeout.InfiniteTimeSpan"/> by default, zero: none at
    /// all. A write that waited longer fails with <see cref="LaminaError.Timeout"/>, its message is not delivered, and the flow
    /// goes on. Counts from the next write.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, and not infinite.</exception>
    public TimeSpan WriteTimeout
    {
        get => Patience.ToTimeSpan(_channel.Writes.Patience);
        set => _channel.Writes.Patience = Patience.From(value);
    }

    /// <summary>Writes a message; waits, without blocking a thread, while there is no room below or at the peer.</summary>
    /// <param name="message">0 to <see cref="MaxMessageSize"/> bytes; must not change before the call ends.</param>
    /// <param name="cancellationToken">Ends the wait; the message is then not delivered.</param>
    /// <exception cref="LaminaException">Closed, too long, not within <see cref="WriteTimeout"/>, or the stack is gone.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        _channel.Writes.Take();
        int written = 0;
        if (TryWriteNow(AwaitingAttempts, message.Span, ref written, out Exception? failure))
        {
            _channel.Writes.GiveBack();
            return failure is null ? ValueTask.CompletedTask : ValueTask.FromException(failure);
        }

        _channel.Writing.Set(message, written);
        return _channel.Writing.StartWithoutResultAsync(cancellationToken);
    }

    /// <summary>Writes a message; blocks while there is no room below or at the peer.</summary>
    /// <param name="message">0 to <see cref="MaxMessageSize"/> bytes.</param>
    /// <exception cref="LaminaException">Closed, too long, not within <see cref="WriteTimeout"/>, or the stack is gone.</exception>
    public void Write(ReadOnlySpan<byte> message)
    {
        _channel.Writes.Take();
        int written = 0;
        if (TryWriteNow(BlockingAttempts, message, ref written, out Exception? failure))
        {
            _channel.Writes.GiveBack();
            if (failure is not null)
            {
                throw failure;
            }

            return;
        }

        if (TryWriteVisiting(message, ref written, out failure))
        {
            _channel.Writes.GiveBack();
            if (failure is not null)
            {
                throw failure;
            }

            return;
        }

        // Whoever goes on for us must be able to reach it.
        byte[] copy = ArrayPool<byte>.Shared.Rent(message.Length);
        try
        {
            message.CopyTo(copy);
            _channel.Writing.Set(copy.AsMemory(0, message.Length), written);
            _channel.Writing.StartAndWait();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    /// <summary>Longest message in bytes that <see cref="TryWrite"/> takes: 60 KiB, or <see cref="MaxMessageSize"/> where that is less.</summary>
    public int MaxTryWriteSize => Math.Min(MaxMessageSize, LongestTrain);

    /// <summary>Writes a message where there is room for all of it now. Does not wait.</summary>
    /// <param name="message">0 to <see cref="MaxTryWriteSize"/> bytes.</param>
    /// <returns>False where there is no room now; nothing of it was sent. A <see cref="FlowSet"/> tells when there is.</returns>
    /// <exception cref="LaminaException">Closed, too long, or the stack is gone.</exception>
    public bool TryWrite(ReadOnlySpan<byte> message)
    {
        if (message.Length > MaxTryWriteSize)
        {
            throw new LaminaException(
                LaminaError.MessageTooLong,
                $"TryWrite takes at most {MaxTryWriteSize} bytes, which can be under way at once (WriteAsync takes up to {MaxMessageSize})");
        }

        _channel.Writes.Take();
        try
        {
            using Turn turn = Enter();
            try
            {
                WriteStatus status = _channel.WriteWhole(message, turn.Now);
                return status != WriteStatus.Blocked && (_channel.FailureOf(status) is { } failure ? throw failure : true);
            }
            catch (Exception fault) when (fault is not LaminaException)
            {
                Fail(fault, out Exception failure);
                throw failure;
            }
        }
        finally
        {
            _channel.Writes.GiveBack();
        }
    }

    /// <summary>Drives the domain until all is written. False: somebody else drives, or is to.</summary>
    private bool TryWriteVisiting(ReadOnlySpan<byte> message, ref int written, out Exception? failure)
    {
        failure = null;
        if (!_driver.TryVisit(_channel.Writes.Patience, looksOut: false, out Visit visit))
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
                    WriteStatus status = _channel.Write(message, ref written, now);
                    isDone = status != WriteStatus.Blocked;
                    failure = isDone ? _channel.FailureOf(status) : visit.IsLate ? _channel.Writing.Late : null;
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

    /// <summary>True: the call has ended, well or with a failure. False: it must wait.</summary>
    private bool TryWriteNow(int attempts, ReadOnlySpan<byte> message, ref int written, out Exception? failure)
    {
        failure = null;
        if (!TryEnter(attempts, out Turn turn))
        {
            return false;
        }

        using (turn)
        {
            try
            {
                WriteStatus status = _channel.Write(message, ref written, turn.Now);
                failure = _channel.FailureOf(status == WriteStatus.Blocked ? WriteStatus.Done : status);
                return status != WriteStatus.Blocked;
            }
            catch (Exception fault)
            {
                return Fail(fault, out failure);
            }
        }
    }
}
