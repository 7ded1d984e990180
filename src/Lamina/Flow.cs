using System.IO.Pipelines;
using Lamina.Core;
using Lamina.Flows;
using Lamina.Node.Driving;
using Lamina.Streams;

namespace Lamina;

/// <summary>
/// A flow: a bidirectional pipe of whole messages between two programs. At most one read and one write at a time; both may
/// come from different threads. Blocking and asynchronous calls may be mixed. A call that was cancelled or waited too long
/// leaves the flow usable.
/// <para>
/// What a flow keeps, its <see cref="Qos"/> says. <see cref="AsStream"/> and <see cref="AsPipe"/> are the same flow as bytes
/// without message borders, where it keeps order.
/// </para>
/// </summary>
public sealed partial class Flow : IAsyncDisposable, IDisposable
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

    /// <summary>
    /// Who is at the other end, as far as it was proved: the hash of its signing key, or
    /// <see cref="Core.PeerIdentity.Anonymous"/> where the layers below run without security.
    /// </summary>
    public PeerIdentity PeerIdentity => _channel.Peer;

    /// <summary>What the other side sent along with the allocation; empty by default.</summary>
    public ReadOnlyMemory<byte> PeerData { get; }

    /// <summary>
    /// Why the flow ended; <see cref="Core.CloseReason.None"/> while it has not. Normal: one side was done, and everything
    /// arrived. Any other: data may be missing, and the read after the last message that came throws what this says.
    /// </summary>
    public CloseReason CloseReason => _channel.Reason;

    /// <summary>
    /// Cancelled when the flow has ended, from either side and for whatever reason (<see cref="CloseReason"/>); also seen by
    /// who does not read. What came before the end can still be read. What is registered runs on the thread pool.
    /// </summary>
    public CancellationToken Closed => _channel.Ended.Token;

    /// <summary>
    /// The flow as a stream of bytes. Reads give bytes, whatever messages they came in, and 0 only at the end: when the peer
    /// has closed and all that came was read. Writes make messages of at most <see cref="MaxMessageSize"/>, sent at once, so
    /// there is nothing to flush. Its time-outs are the flow's. Over a flow that loses packets
    /// (<see cref="QosSpec.BestEffort"/>) bytes may be missing between two messages. Disposing of it closes the flow, and waits
    /// until what was written is delivered.
    /// </summary>
    /// <param name="leaveOpen">True: disposing of the stream does not close the flow.</param>
    /// <exception cref="LaminaException">The flow does not keep order (InvalidRequest).</exception>
    public Stream AsStream(bool leaveOpen = false) => new FlowStream(RequireOrder("stream"), leaveOpen ? null : flow => flow.CloseAsync());

    /// <summary>
    /// The flow as a pipe of bytes. Both directions are bounded: what is not consumed is not read from the flow, and a flush
    /// waits for room. The flow closes, without being waited for, when both ends were completed; dispose of the flow to know
    /// that all of it was delivered. There is no half-close: completing the output alone flushes it, and the peer hears
    /// nothing.
    /// </summary>
    /// <exception cref="LaminaException">The flow does not keep order (InvalidRequest).</exception>
    public IDuplexPipe AsPipe() => new FlowPipe(RequireOrder("pipe"));

    /// <summary>
    /// Closes the flow: what was written is still delivered, for at most the flow's retransmission bound (30 s by
    /// default), and this call waits for it; reads end at once at this end, and after all data at the other. There is no
    /// half-close. Closing twice is harmless.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the close.</param>
    public ValueTask CloseAsync(CancellationToken cancellationToken = default) =>
        StartClose() ? ValueTask.CompletedTask : new ValueTask(_channel.Ended.Task.WaitAsync(cancellationToken));

    /// <summary>As <see cref="CloseAsync"/>; blocks.</summary>
    public void Close()
    {
        if (!StartClose())
        {
            _channel.Ended.Task.Wait();
        }
    }

    /// <summary>As <see cref="CloseAsync"/>.</summary>
    public ValueTask DisposeAsync() => CloseAsync();

    /// <summary>As <see cref="Close"/>: blocks until what was written is delivered.</summary>
    public void Dispose() => Close();

    /// <summary>Closes without waiting. True: the flow has ended.</summary>
    internal bool StartClose() =>
        _channel.IsClosed || !_driver.Post(new OwnedCall(_driver, _channel.Close)) || _driver.HasEnded || _channel.IsClosed;

    private Flow RequireOrder(string what) => Qos.InOrder
        ? this
        : throw new LaminaException(
            LaminaError.InvalidRequest,
            $"a flow without order is no {what}: its messages may overtake each other (ask for QosSpec.Data, or read and write messages)");

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

    /// <summary>Ownership for this thread, as soon as who has it leaves.</summary>
    /// <exception cref="LaminaException">The stack is gone.</exception>
    private Turn Enter()
    {
        var spin = default(SpinWait);
        while (true)
        {
            if (_driver.TryEnter(out Turn turn))
            {
                return turn;
            }

            if (_driver.HasEnded)
            {
                throw LaminaException.Ended(_driver.Reason);
            }

            spin.SpinOnce();
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
