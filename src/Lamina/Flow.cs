using System.IO.Pipelines;
using Lamina.Core;
using Lamina.Flows;
using Lamina.Node.Driving;
using Lamina.Protocols.Flows;
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
    // A thread that would block spins for the domain first. Who awaits does not: its call is left to the owner, who would have to do the
    // work beside it, and on a busy machine needs this processor for that.
    private const int BlockingAttempts = 200;
    private const int AwaitingAttempts = 1;

    private readonly DomainDriver _driver;
    private readonly FlowChannel _channel;

    internal Flow(DomainDriver driver, FlowChannel channel, string name, ReadOnlyMemory<byte> peerData)
    {
        _driver = driver;
        _channel = channel;
        Name = name;
        PeerData = peerData;
    }

    /// <summary>The name that was asked for.</summary>
    public string Name { get; }

    /// <summary>
    /// What the flow gives: what was asked for, less what its layer did not accept when it was made. A bandwidth in it is kept for the flow
    /// in each direction; where one was asked for and there is 0, the layer keeps none.
    /// </summary>
    public QosSpec Qos => _channel.Qos;

    /// <summary>What both ends agreed to do for it, and what this one does.</summary>
    public FlowOptions Options => _channel.Options;

    /// <summary>Longest message in bytes. It does not change.</summary>
    public int MaxMessageSize => _channel.MaxMessageSize;

    /// <summary>
    /// Who is at the other end, as far as it was proved: the hash of its signing key, or
    /// <see cref="Core.PeerIdentity.Anonymous"/> where the layers below run without security.
    /// </summary>
    public PeerIdentity PeerIdentity => _channel.Peer;

    /// <summary>
    /// False while the layer knows no way to the peer; true again when there is one. The flow lives on meanwhile, until nothing was
    /// acknowledged for its retransmission bound, or heard for its <see cref="QosSpec.PeerTimeout"/>. A <see cref="FlowSet"/> tells of changes.
    /// </summary>
    public bool IsUp => _channel.IsUp;

    /// <summary>
    /// True: writes do not wait for a way to the peer, but fail with <see cref="LaminaError.FlowDown"/> while there is none. Default
    /// false: they wait as for room. What was written before is sent again in either case.
    /// </summary>
    public bool FailsWhileDown
    {
        get => _channel.FailsWhileDown;
        set => _channel.FailsWhileDown = value;
    }

    /// <summary>What its end has done.</summary>
    internal FlowEndCounters Counters => _channel.Counters;

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
    /// waits for room. Completing the output is <see cref="CompleteWrites"/>, where the flow can do that: the peer's reader completes,
    /// and its writer goes on. The flow closes, without being waited for, when both ends were completed; dispose of the flow to know
    /// that all of it was delivered.
    /// </summary>
    /// <exception cref="LaminaException">The flow does not keep order (InvalidRequest).</exception>
    public IDuplexPipe AsPipe() => new FlowPipe(RequireOrder("pipe"));

    /// <summary>
    /// True where <see cref="CompleteWrites"/> works: the flow keeps order and loses nothing (<see cref="QosSpec.Data"/>), so that its
    /// end can be told in its place.
    /// </summary>
    public bool CanCompleteWrites => _channel.CanCompleteWrites;

    /// <summary>
    /// Ends what this side writes: the peer reads all of it and then the end (<see cref="ReadResult.IsEndOfFlow"/>), and may go on writing;
    /// reading goes on here. Does not wait. A later write fails with <see cref="LaminaError.Closed"/>. Twice is harmless, and so it is on a
    /// flow that has ended.
    /// </summary>
    /// <exception cref="LaminaException">The flow cannot do it (InvalidRequest).</exception>
    /// <exception cref="InvalidOperationException">A write has not ended.</exception>
    public void CompleteWrites()
    {
        if (!CanCompleteWrites)
        {
            throw new LaminaException(
                LaminaError.InvalidRequest,
                "a flow that may lose packets cannot say where its data end (ask for QosSpec.Data, or say it in a message)");
        }

        _channel.Writes.Take();
        _driver.Post(new OwnedCall(_driver, _channel.CompleteWrites));
        _channel.Writes.GiveBack();
    }

    /// <summary>
    /// Closes the flow: what was written is still delivered, for at most the flow's retransmission bound (30 s by
    /// default), and this call waits for it; reads end at once at this end, and after all data at the other. To go on reading,
    /// <see cref="CompleteWrites"/> first. Closing twice is harmless.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the close.</param>
    public ValueTask CloseAsync(CancellationToken cancellationToken = default) =>
        StartClose() ? ValueTask.CompletedTask : new ValueTask(_channel.Ended.Task.WaitAsync(cancellationToken));

    /// <summary>
    /// As <see cref="CloseAsync(CancellationToken)"/>, for a limited time. Where not all was delivered in it, both programs see
    /// <see cref="Core.CloseReason.Timeout"/> in <see cref="CloseReason"/>; else Normal.
    /// </summary>
    /// <param name="linger">The longest time, of which no more than the flow's retransmission bound is used; zero: none.</param>
    /// <param name="cancellationToken">Ends the wait, not the close.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, and not infinite.</exception>
    public ValueTask CloseAsync(TimeSpan linger, CancellationToken cancellationToken = default) => StartClose(Patience.From(linger))
        ? ValueTask.CompletedTask
        : new ValueTask(_channel.Ended.Task.WaitAsync(cancellationToken));

    /// <summary>
    /// Gives the flow up at once: nothing of what waits is delivered, and the peer's calls fail at once with
    /// <see cref="LaminaError.Reset"/>, whatever it has not read yet. Does not wait.
    /// </summary>
    public void Abort() => Abort(CloseReason.Reset);

    /// <summary>As <see cref="Abort()"/>, with a reason that the peer sees in <see cref="CloseReason"/>.</summary>
    /// <param name="reason">Reset, Refused, Denied, NoResources or ProtocolError.</param>
    /// <exception cref="ArgumentOutOfRangeException">The reason is none of these.</exception>
    public void Abort(CloseReason reason)
    {
        if (!reason.IsReset())
        {
            throw new ArgumentOutOfRangeException(nameof(reason), reason, "one of Reset, Refused, Denied, NoResources, ProtocolError");
        }

        _driver.Post(new OwnedCall(_driver, now => _channel.Abort(reason, now)));
    }

    /// <summary>As <see cref="CloseAsync(CancellationToken)"/>; blocks.</summary>
    public void Close()
    {
        if (!StartClose())
        {
            _channel.Ended.Task.Wait();
        }
    }

    /// <summary>As <see cref="CloseAsync(CancellationToken)"/>.</summary>
    public ValueTask DisposeAsync() => CloseAsync();

    /// <summary>As <see cref="Close"/>: blocks until what was written is delivered.</summary>
    public void Dispose() => Close();

    internal FlowChannel Channel => _channel;

    internal DomainDriver Driver => _driver;

    /// <summary>Closes without waiting. True: the flow has ended.</summary>
    internal bool StartClose() => StartClose(Duration.Forever);

    private bool StartClose(Duration linger) => _channel.IsClosed
        || !_driver.Post(new OwnedCall(_driver, now => _channel.Close(linger, now))) || _driver.HasEnded || _channel.IsClosed;

    private Flow RequireOrder(string what) => Qos.InOrder
        ? this
        : throw new LaminaException(
            LaminaError.InvalidRequest,
            $"a flow without order is no {what}: its messages may overtake each other (ask for QosSpec.Data, or read and write messages)");

    /// <summary>Ownership for this thread, if it comes within so many tries: who has it is mostly about to leave.</summary>
    private bool TryEnter(int attempts, out Turn turn)
    {
        for (int i = 0; i < attempts; i++)
        {
            if (_driver.TryEnter(out turn))
            {
                return true;
            }

            if (_driver.HasEnded)
            {
                break;
            }

            Thread.SpinWait(1);
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
