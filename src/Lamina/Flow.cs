using System.Buffers;
using Lamina.Core;
using Lamina.Flows;
using Lamina.Node.Driving;
using Lamina.Protocols.Flows;

namespace Lamina;

/// <summary>
/// A flow: a bidirectional pipe of whole messages between two programs. At most one read and one write at a time; both may
/// come from different threads. Blocking and asynchronous calls may be mixed. A cancelled call leaves the flow usable.
/// </summary>
public sealed class Flow : IAsyncDisposable
{
    private const int EnterAttempts = 20;

    private readonly DomainDriver _driver;
    private readonly FlowChannel _channel;

    internal Flow(DomainDriver driver, FlowChannel channel, string name, ReadOnlyMemory<byte> peerData)
    {
        _driver = driver;
        _channel = channel;
        Name = name;
        PeerData = peerData;
        MaxMessageSize = channel.MaxMessageSize;
        Qos = channel.Qos;
    }

    /// <summary>The name that was asked for.</summary>
    public string Name { get; }

    /// <summary>What the flow gives.</summary>
    public QosSpec Qos { get; }

    /// <summary>Longest message in bytes. It does not change.</summary>
    public int MaxMessageSize { get; }

    /// <summary>Who is at the other end, as far as it was proved.</summary>
    public PeerIdentity PeerIdentity => _channel.Peer;

    /// <summary>What the other side sent along with the allocation; empty by default.</summary>
    public ReadOnlyMemory<byte> PeerData { get; }

    /// <summary>Why the flow ended; <see cref="Core.CloseReason.None"/> while it has not.</summary>
    public CloseReason CloseReason => _channel.Reason;

    /// <summary>Writes a message; waits, without blocking a thread, while there is no room below or at the peer.</summary>
    /// <param name="message">0 to <see cref="MaxMessageSize"/> bytes; must not change before the call ends.</param>
    /// <param name="cancellationToken">Ends the wait while nothing of the message was taken.</param>
    /// <exception cref="LaminaException">Closed, too long, or the stack is gone.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        _channel.Writing.Take();
        int written = 0;
        if (TryWriteNow(message.Span, ref written, out Exception? failure))
        {
            _channel.Writing.GiveBack();
            return failure is null ? ValueTask.CompletedTask : ValueTask.FromException(failure);
        }

        _channel.Writing.Set(message, written);
        return _channel.Writing.StartWithoutResultAsync(cancellationToken);
    }

    /// <summary>Writes a message; blocks while there is no room below or at the peer.</summary>
    /// <param name="message">0 to <see cref="MaxMessageSize"/> bytes.</param>
    /// <exception cref="LaminaException">Closed, too long, or the stack is gone.</exception>
    public void Write(ReadOnlySpan<byte> message)
    {
        _channel.Writing.Take();
        int written = 0;
        if (TryWriteNow(message, ref written, out Exception? failure))
        {
            _channel.Writing.GiveBack();
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

    /// <summary>Reads the next message, or the next part of it; waits for one without blocking a thread.</summary>
    /// <param name="buffer">At least 1 byte; <see cref="MaxMessageSize"/> takes every message whole. Not to be touched before the call ends.</param>
    /// <param name="cancellationToken">Ends the wait; no message is lost.</param>
    /// <exception cref="LaminaException">The flow did not end as it should, or the stack is gone.</exception>
    public ValueTask<ReadResult> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<ReadResult>(cancellationToken);
        }

        _channel.Reading.Take();
        if (TryReadNow(buffer.Span, out ReadResult result, out Exception? failure))
        {
            _channel.Reading.GiveBack();
            return failure is null ? ValueTask.FromResult(result) : ValueTask.FromException<ReadResult>(failure);
        }

        _channel.Reading.Target = buffer;
        return _channel.Reading.StartAsync(cancellationToken);
    }

    /// <summary>Reads the next message, or the next part of it; blocks until there is one.</summary>
    /// <param name="buffer">At least 1 byte; <see cref="MaxMessageSize"/> takes every message whole.</param>
    /// <exception cref="LaminaException">The flow did not end as it should, or the stack is gone.</exception>
    public ReadResult Read(Span<byte> buffer)
    {
        _channel.Reading.Take();
        if (TryReadNow(buffer, out ReadResult result, out Exception? failure))
        {
            _channel.Reading.GiveBack();
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

    /// <summary>
    /// Closes the flow: what was written is still delivered, for at most the flow's retransmission bound (30 s by
    /// default); reads end at once. Closing twice is harmless.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the close.</param>
    public async ValueTask CloseAsync(CancellationToken cancellationToken = default)
    {
        if (_channel.IsClosed || _driver.HasEnded)
        {
            return;
        }

        _channel.Closing.Take();
        await _channel.Closing.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As <see cref="CloseAsync"/>; a stack that is gone is no error.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        catch (LaminaException)
        {
            // The stack ended meanwhile, and the flow with it.
        }
    }

    /// <summary>Ownership for this thread, if it comes within about a microsecond: who has it is mostly about to leave.</summary>
    private bool TryEnter(out Turn turn)
    {
        for (int i = 0; i < EnterAttempts; i++)
        {
            if (_driver.TryEnter(out turn))
            {
                return true;
            }

            if (_driver.HasEnded)
            {
                break;
            }

            Thread.SpinWait(10);
        }

        turn = default;
        return false;
    }

    /// <summary>True: the call has ended, well or with a failure. False: it must wait.</summary>
    private bool TryWriteNow(ReadOnlySpan<byte> message, ref int written, out Exception? failure)
    {
        failure = null;
        if (!TryEnter(out Turn turn))
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

    private bool TryReadNow(Span<byte> target, out ReadResult result, out Exception? failure)
    {
        failure = null;
        result = default;
        if (!TryEnter(out Turn turn))
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

                failure = result.IsEndOfFlow ? _channel.AbnormalEnd : null;
                return true;
            }
            catch (Exception fault)
            {
                return Fail(fault, out failure);
            }
        }
    }

    /// <summary>A machine threw: that ends its stack, whoever's thread it was.</summary>
    private bool Fail(Exception fault, out Exception failure)
    {
        _driver.Fail(fault);
        failure = LaminaException.Ended(fault);
        return true;
    }
}
