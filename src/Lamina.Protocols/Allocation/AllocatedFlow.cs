using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Allocation;

/// <summary>A flow that a layer gives, from its request to its end; see <see cref="AllocationState"/>.</summary>
public sealed partial class AllocatedFlow<TPeer> : LowerFlow, ITimed, IDeferred
    where TPeer : struct, IEquatable<TPeer>
{
    private readonly FlowAllocator<TPeer> _owner;

    // Both are made with their first use and dropped after it: an open flow mostly needs neither.
    private MachineTimer? _timer;
    private RepeatedMessage? _message;
    private IAllocationSink? _sink;
    private EarlyPackets? _early;
    private Duration _maxPacketLifetime;
    private bool _owesConfirm;
    private bool _waitsForCredit;
    private LifeSigns _life;
    private QosSpec _accepted;
    private byte[] _answer = [];
    private CloseReason _closedBecause;
    private int _headRoom;

    internal AllocatedFlow(FlowAllocator<TPeer> owner, ulong eid, TPeer peer, ulong remoteEid, QosSpec qos, int? maxPacketSize = null)
    {
        _owner = owner;
        _maxPacketLifetime = owner.Transport.MaxPacketLifetime;
        Id = owner.Transport.NextFlowId();
        MaxPacketSize = maxPacketSize ?? owner.Transport.MaxPacketSizeFor(peer, qos);
        _headRoom = owner.Transport.HeadRoom;
        Eid = eid;
        RemotePeer = peer;
        RemoteEid = remoteEid;
        Qos = qos;
        _accepted = qos;
        _life = new LifeSigns(Composition.NeedsFrcp(qos) ? Duration.Zero : Duration.FromMilliseconds(qos.PeerTimeout));
    }

    /// <inheritdoc/>
    public override long Id { get; }

    /// <inheritdoc/>
    public override int MaxPacketSize { get; }

    /// <inheritdoc/>
    public override bool KeepsPacketSize => _owner.Transport.KeepsPacketSize;

    /// <inheritdoc/>
    public override int HeadRoom => _headRoom;

    /// <inheritdoc/>
    public override Duration MaxPacketLifetime => _maxPacketLifetime;

    /// <summary>Nobody: the allocator proves nothing; whoever runs the handshake in the piggybacked data does.</summary>
    public override PeerIdentity Peer => PeerIdentity.Anonymous;

    /// <summary>EID of this end.</summary>
    public ulong Eid { get; }

    /// <summary>EID of the other end; 0 until it is known.</summary>
    public ulong RemoteEid { get; private set; }

    /// <summary>Where the other end is.</summary>
    public TPeer RemotePeer { get; private set; }

    /// <summary>What the flow was asked to give.</summary>
    public QosSpec Qos { get; }

    /// <inheritdoc/>
    public override QosSpec AcceptedQos => _accepted;

    /// <summary>Where it is between request and end.</summary>
    public AllocationState State { get; private set; } = AllocationState.Closed;

    /// <summary>False while the layer has no way to the other end.</summary>
    public bool IsUp { get; private set; } = true;

    /// <summary>Whatever the IPC process keeps with the flow: its congestion window, for one.</summary>
    public object? TransportState { get; set; }

    /// <inheritdoc/>
    public override int Credit
    {
        get
        {
            if (_budget.IsBound)
            {
                // Nothing but the answer goes to who may never have asked.
                _waitsForProof = CarriesPackets;
                return 0;
            }

            int credit = CarriesPackets ? _owner.Transport.CreditOf(this) : 0;
            if (credit <= 0 && !_waitsForCredit && CarriesPackets && !_owner.Transport.IsHeldBack(this))
            {
                _waitsForCredit = true;
                _owner.WaitForCredit(this);
            }

            return credit;
        }
    }

    /// <inheritdoc/>
    public override bool HasCreditFor(int bytes) => CarriesPackets && !_budget.IsBound && _owner.Transport.HasCreditFor(this, bytes);

    /// <inheritdoc/>
    public override bool TryReserve(int bytes) => Credit > 0 && _owner.Transport.TryReserve(this, bytes);

    // What is asked for in time is of no use later.
    private Duration EarlyPatience => Qos.Cube == QosCube.BestEffort ? Duration.Forever : Duration.FromMilliseconds(Qos.Delay);

    internal bool CarriesPackets => State is AllocationState.Open or AllocationState.Offered;

    /// <inheritdoc/>
    public override void Rest(Instant now)
    {
        if (State == AllocationState.Open)
        {
            _owner.Transport.HandleRest(this);
        }
    }

    /// <inheritdoc/>
    public override void Transmit(in Train train, Instant now)
    {
        if (!CarriesPackets)
        {
            _owner.Counters.TransmitDropped += train.Count;
            train.Buffer.Release();
            return;
        }

        if (_budget.IsBound && !_budget.TrySpend(train.TotalLength, train.Count))
        {
            _owner.Counters.Unanswered += train.Count;
            train.Buffer.Release();
            return;
        }

        if (_owesConfirm)
        {
            // The packet confirms.
            _owesConfirm = false;
            Watch(now);
        }

        _life.NoteSent(now);
        _owner.Transport.Transmit(this, train, now);
    }

    /// <inheritdoc/>
    public override void Close(CloseReason reason, Instant now)
    {
        if (CarriesPackets)
        {
            BeginClosing(reason, now);
        }
    }

    /// <summary>
    /// What the layer gives of what was asked: at the acceptor before the answer, which carries it. What the flow's ends do is as it was asked.
    /// </summary>
    public void Promise(in QosSpec accepted) => _accepted = accepted with
    {
        InOrder = Qos.InOrder,
        Loss = Qos.Loss,
        BitErrors = Qos.BitErrors,
        PeerTimeout = Qos.PeerTimeout,
    };

    /// <summary>Delivers the packets that came early; posted, so that nobody is called inside its own call.</summary>
    public void RunDeferred(int code, in Train train, Instant now)
    {
        if (code == ProvedCode)
        {
            Resume(now);
            return;
        }

        while (_early is not null && _early.TryTake(now, out Train early, out bool isLate))
        {
            if (isLate)
            {
                _owner.Counters.EarlyDropped += early.Count;
            }
            else
            {
                User.HandleTrain(early, now);
            }

            early.Buffer.Release();
        }

        _early = null;
    }

    /// <summary>The transport held it back, and does not any more.</summary>
    public void Resume(Instant now)
    {
        if (CarriesPackets)
        {
            User.HandleFlowEvent(FlowEvent.Writable, CloseReason.None, now);
        }
    }

    /// <summary>Packets for this end.</summary>
    public void HandleData(in Train train, Instant now)
    {
        _life.NoteHeard(now);
        if (State == AllocationState.Open && _early is null)
        {
            User.HandleTrain(train, now);
            return;
        }

        if (State == AllocationState.Offered)
        {
            HandleConfirm(now);
            HandleData(train, now);
        }
        else if (State == AllocationState.Closing)
        {
            _owner.Counters.UnknownEnd += train.Count;
        }
        else if (!(_early ??= new EarlyPackets(_owner.Settings.EarlyDataLimit, EarlyPatience)).TryKeep(train, now))
        {
            _owner.Counters.EarlyDropped += train.Count;
        }
    }

    /// <summary>There was no credit when somebody asked, and may be now.</summary>
    internal void HandleWritable(Instant now)
    {
        _waitsForCredit = false;
        if (CarriesPackets)
        {
            User.HandleFlowEvent(FlowEvent.Writable, CloseReason.None, now);
        }
    }

    /// <summary>The layer has lost its way to the other end, or has one again.</summary>
    internal void HandleWay(bool isUp, Instant now)
    {
        IsUp = isUp;

        // One that was adopted knew nothing of what is below: what its user writes from now on is laid out for that.
        _headRoom = Math.Max(_headRoom, _owner.Transport.HeadRoom);
        if (isUp && _claimsLeft > 0)
        {
            SetTimer(now);
        }

        if (CarriesPackets)
        {
            User.HandleFlowEvent(isUp ? FlowEvent.Up : FlowEvent.Down, CloseReason.None, now);
        }
    }

    private void SetTimer(Instant due) => (_timer ??= new MachineTimer(_owner.Context.Timers, this)).Set(due);

    private void DropTimer()
    {
        _timer?.Remove();
        _timer = null;
    }

    private void DeliverEarlyLater()
    {
        if (_early is not null)
        {
            _owner.Context.RunQueue.Post(this);
        }
    }
}
