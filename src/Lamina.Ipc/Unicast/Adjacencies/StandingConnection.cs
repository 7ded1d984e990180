using Lamina.Core;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Ipc.Unicast.Control;
using Lamina.Protocols.Routing;
using Lamina.Wire.Connections;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>
/// An order to have a flow to a named member: kept until it is taken back. A flow that is lost is connected again after
/// 0.2 s, then twice as long each time up to 0.5 s; after a minute up to 5 s. What somebody waits for, and does not come about in
/// time, ends the order.
/// </summary>
internal sealed class StandingConnection : IAllocationSink, ITimed
{
    private static readonly Duration FirstPause = Duration.FromMilliseconds(200);
    private static readonly Duration LongestPause = Duration.FromMilliseconds(500);
    private static readonly Duration LongestPauseLater = Duration.FromSeconds(5);

    // So long a host that restarts is expected back: it is not to wait for those that it left.
    private static readonly Duration Expectation = Duration.FromSeconds(60);

    private readonly Connector _connector;
    private readonly MachineTimer _timer;
    private Duration _pause = FirstPause;
    private Instant? _missingSince;
    private ConnectCommand? _command;

    public StandingConnection(Connector connector, Name destination, ConnectionComponent component, ConnectCommand? command)
    {
        _connector = connector;
        _command = command;
        _timer = new MachineTimer(connector.Context.Timers, this);
        Destination = destination;
        Component = component;
    }

    /// <summary>The name to connect to.</summary>
    public Name Destination { get; }

    /// <summary>What the flow is for.</summary>
    public ConnectionComponent Component { get; }

    /// <summary>What a link over its flow costs.</summary>
    public LinkWeights Weights { get; set; } = LinkWeights.One;

    /// <summary>Bits per second that flows may reserve of its flow; 0: nobody said.</summary>
    public ulong Capacity { get; init; }

    /// <summary>True while it has no flow.</summary>
    public bool IsConnecting { get; private set; } = true;

    /// <summary>Who answered to the name; none before somebody did.</summary>
    public Address Peer { get; set; }

    /// <summary>True where the last answer came from another owner of this member's address: one of the two changes it.</summary>
    public bool HasConflict { get; set; }

    /// <summary>Why the last attempt failed; empty where none did.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>What its flow was asked for with, in a secure layer; null where it was not.</summary>
    public (ManagementLink Link, byte[] Claim)? Asked { get; set; }

    /// <summary>True where it waits for the management flow that its flow is to stand on.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>True once it was taken back.</summary>
    public bool IsStopped { get; private set; }

    public void Start(Instant now)
    {
        IsConnecting = true;
        IsWaiting = !_connector.TryWriteRequest(this, out byte[] data);
        if (IsWaiting)
        {
            Problem = $"waits for the management flow to '{Destination}'";
            return;
        }

        var request = new FlowRequest(Destination, ConnectionData.QosOf(Component, Capacity), data);
        _connector.Lower.Allocate(request, this, now);
    }

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        if (IsStopped)
        {
            flow.Close(CloseReason.Normal, now);
            return;
        }

        if (_connector.TryAttach(this, flow, data, now) is { } outcome)
        {
            if (!outcome.IsOk)
            {
                flow.Close(CloseReason.Refused, now);
            }

            HandleAttached(outcome, HasConflict, now);
        }
    }

    /// <summary>Its flow is a link, or came to nothing.</summary>
    public void HandleAttached(Outcome outcome, bool mayChange, Instant now)
    {
        if (IsStopped)
        {
            return;
        }

        if (!outcome.IsOk)
        {
            Fail(outcome, mayChange, now);
            return;
        }

        IsConnecting = false;
        Problem = "";
        _pause = FirstPause;
        _missingSince = null;
        Report(Outcome.Ok);
        _connector.HandleProgress(now);
    }

    public void HandleRefused(CloseReason reason, Instant now)
    {
        if (!IsStopped)
        {
            Fail(RefusalText.Of(reason, $"no flow to '{Destination}' for {Component}"), RefusalText.MayChange(reason), now);
        }
    }

    /// <summary>The flow that it made is gone.</summary>
    public void HandleLost(Instant now)
    {
        if (!IsStopped)
        {
            Retry(now);
        }
    }

    public void HandleTimeout(Instant now)
    {
        if (!IsStopped)
        {
            Start(now);
        }
    }

    /// <summary>Takes the order back; a flow that comes later is closed.</summary>
    public void Stop()
    {
        IsStopped = true;
        _timer.Remove();
        Report(Outcome.Failed($"connecting to '{Destination}' was given up"));
    }

    private void Fail(Outcome outcome, bool mayChange, Instant now)
    {
        Problem = outcome.Message;
        if (_command is null || (mayChange && now < _command.Deadline))
        {
            Retry(now);
            return;
        }

        Report(outcome);
    }

    private void Retry(Instant now)
    {
        IsConnecting = true;
        _timer.Set(now + _pause);
        _missingSince ??= now;
        _pause = Duration.Min(_pause * 2, now - _missingSince.Value < Expectation ? LongestPause : LongestPauseLater);
    }

    private void Report(Outcome outcome)
    {
        ConnectCommand? command = _command;
        _command = null;
        command?.HandleOutcome(outcome);
    }
}
