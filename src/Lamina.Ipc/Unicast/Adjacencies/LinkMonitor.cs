using Lamina.Core;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>
/// Finds data flows whose other end has fallen silent: a raw flow does not tell by itself. Whatever comes is a sign of
/// life. A flow that is silent is probed: after 1 s where packets were sent to the neighbour, after 5 s where it is
/// idle; then every 0.5 s. The neighbour answers each probe. Where six bring no sign (3 s), the flow counts as lost:
/// within 5 s under traffic, within 9 s where idle. Probes are counted, not time, so that a host that was stopped for a
/// while asks before it judges. One timer for all flows; an idle flow costs about two small packets in 5 s.
/// </summary>
internal sealed class LinkMonitor(MachineContext context, AdjacencyTable table, DataTransferMachine data) : ITimed, IDeferred
{
    private const int MaxUnanswered = 6;
    private const byte Ask = 1;
    private const byte Answer = 2;

    private static readonly Duration Idle = Duration.FromSeconds(5);
    private static readonly Duration Round = Duration.FromSeconds(1);
    private static readonly Duration RoundInDoubt = Duration.FromMilliseconds(500);

    private readonly Queue<DataLink> _answers = new();
    private readonly List<DataLink> _lost = [];
    private MachineTimer? _timer;
    private bool _isRunning;
    private bool _isShutDown;

    /// <summary>There is a new data flow to watch.</summary>
    public void HandleAdded(DataLink link, Instant now)
    {
        link.QuietUntil = now + Idle;
        if (!_isRunning && !_isShutDown)
        {
            _isRunning = true;
            (_timer ??= new MachineTimer(context.Timers, this)).Set(now + Round);
        }
    }

    /// <summary>A message of a neighbour's monitor, while a data flow hands over what came.</summary>
    public void HandleMessage(ReadOnlySpan<byte> message)
    {
        if (message is [Ask] && table.Receiving is { OwesAnswer: false } link)
        {
            link.OwesAnswer = true;
            _answers.Enqueue(link);
            context.RunQueue.Post(this);
        }
    }

    /// <inheritdoc/>
    public void HandleTimeout(Instant now)
    {
        bool any = false;
        bool inDoubt = false;
        foreach (Neighbour neighbour in table.Neighbours)
        {
            foreach (DataLink link in neighbour.Data)
            {
                if (IsLost(link, now))
                {
                    _lost.Add(link);
                }
                else
                {
                    any = true;
                    inDoubt |= link.Unanswered > 0;
                }
            }

            neighbour.IsUsed = false;
        }

        // Afterwards: it changes the table.
        _lost.ForEach(link => table.HandleSilent(link, now));
        _lost.Clear();
        _isRunning = any && !_isShutDown;
        if (_isRunning)
        {
            _timer!.Set(now + (inDoubt ? RoundInDoubt : Round));
        }
    }

    public void Shutdown()
    {
        _isShutDown = true;
        _timer?.Remove();
    }

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        DataLink link = _answers.Dequeue();
        link.OwesAnswer = false;
        Send(link, Answer, now);
    }

    private bool IsLost(DataLink link, Instant now)
    {
        if (link.HasHeard)
        {
            link.HasHeard = false;
            link.Unanswered = 0;
            link.QuietUntil = now + Idle;
            return false;
        }

        if (link.Unanswered == 0 && !link.Neighbour.IsUsed && now < link.QuietUntil)
        {
            return false;
        }

        if (link.Unanswered == MaxUnanswered)
        {
            return true;
        }

        link.Unanswered++;
        Send(link, Ask, now);
        return false;
    }

    private void Send(DataLink link, byte what, Instant now)
    {
        if (!_isShutDown && link.Neighbour.Data.Contains(link))
        {
            data.SendOver(link.Flow, link.Neighbour.Address, DataTransferHeader.ProbeEid, [what], now);
        }
    }
}
