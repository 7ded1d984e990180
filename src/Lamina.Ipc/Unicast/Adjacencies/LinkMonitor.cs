using Lamina.Core;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>
/// Finds data flows whose other end has fallen silent: a raw flow does not tell by itself. Whatever comes is a sign of
/// life. A flow that is silent is probed: after 1 s where packets were sent to the neighbour, after 5 to 6 s where it is
/// idle; then every 0.5 s. The neighbour answers each probe. Where six bring no sign (3 s), the flow counts as lost:
/// within 5 s under traffic, within 9 s where idle. Probes are counted, not time, so that a host that was stopped for a
/// while asks before it judges.
/// <para>
/// One timer for all flows, set only for when one is due: an idle member sleeps. Flows that are due soon are asked together,
/// and of two members the one with more flows asks first, so that a member with many neighbours wakes once for all of them.
/// An idle flow costs two small packets in 5 s.
/// </para>
/// </summary>
internal sealed class LinkMonitor(MachineContext context, AdjacencyTable table, DataTransferMachine data) : ITimed, IDeferred
{
    private const int MaxUnanswered = 6;
    private const byte Ask = 1;
    private const byte Answer = 2;

    private static readonly Duration LongestIdle = Duration.FromSeconds(6);
    private static readonly Duration IdlePerFlow = Duration.FromMilliseconds(100);
    private const int FlowsThatCount = 10;

    /// <summary>
    /// Flows that are due so soon are asked with the first. Half of the shortest time, so that all flows end up in one round.
    /// </summary>
    private static readonly Duration Company = Duration.FromMilliseconds(2500);

    private static readonly Duration Used = Duration.FromSeconds(1);
    private static readonly Duration AnswerTime = Duration.FromMilliseconds(250);
    private static readonly Duration RoundInDoubt = Duration.FromMilliseconds(500);

    private readonly Queue<DataLink> _answers = new();
    private readonly List<DataLink> _lost = [];
    private MachineTimer? _timer;
    private Duration _idle = LongestIdle;
    private bool _isShutDown;

    /// <summary>There is a new data flow to watch.</summary>
    public void HandleAdded(DataLink link, Instant now)
    {
        link.HeardAt = now;
        LookBy(now + Used);
    }

    /// <summary>Something is sent to a neighbour after a pause: its silence matters sooner. An answer to that is enough.</summary>
    public void HandleUsed(Neighbour neighbour, Instant now)
    {
        Instant heard = now;
        foreach (DataLink link in neighbour.Data)
        {
            heard = Instant.Min(heard, link.HeardAt);
        }

        LookBy(Instant.Max(heard + Used, now + AnswerTime));
    }

    /// <summary>There is reason to doubt that a neighbour lives: asks it now, and judges as in any other silence.</summary>
    public void Doubt(Neighbour neighbour, Instant now)
    {
        foreach (DataLink link in neighbour.Data)
        {
            link.HasHeard = false;
            link.HeardAt = now - LongestIdle;
        }

        LookBy(now);
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
        int flows = 0;
        Instant next = Instant.Never;
        Instant horizon = IsAnyIdle(now) ? now + Company : now;
        foreach (Neighbour neighbour in table.Neighbours)
        {
            bool isUsed = false;
            foreach (DataLink link in neighbour.Data)
            {
                flows++;
                if (IsLost(link, horizon, now))
                {
                    _lost.Add(link);
                }
                else
                {
                    isUsed |= IsUsed(link);
                    next = Instant.Min(next, NextLook(link, now));
                }
            }

            neighbour.IsUsed = isUsed;
        }

        _idle = LongestIdle - (IdlePerFlow * Math.Clamp(flows - 1, 0, FlowsThatCount));
        LookBy(next);

        // Afterwards: it changes the table.
        _lost.ForEach(link => table.HandleSilent(link, now));
        _lost.Clear();
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

    private void LookBy(Instant when)
    {
        if (_isShutDown || when == Instant.Never)
        {
            return;
        }

        _timer ??= new MachineTimer(context.Timers, this);
        if (when < _timer.Deadline)
        {
            _timer.Set(when);
        }
    }

    private bool IsAnyIdle(Instant now)
    {
        foreach (Neighbour neighbour in table.Neighbours)
        {
            foreach (DataLink link in neighbour.Data)
            {
                if (link.HeardAt + _idle <= now && (link.Unanswered == 0 || link.HasHeard))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsLost(DataLink link, Instant horizon, Instant now)
    {
        if (link.HasHeard)
        {
            link.HasHeard = false;
            link.Unanswered = 0;
        }

        bool isDue = link.Unanswered > 0
            || link.HeardAt + _idle <= horizon
            || (IsUsed(link) && link.HeardAt + Used <= now);
        if (!isDue)
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

    /// <summary>Nothing came since something was sent.</summary>
    private static bool IsUsed(DataLink link) => link.Neighbour.IsUsed && link.HeardAt < link.Neighbour.UsedAt;

    private Instant NextLook(DataLink link, Instant now) =>
        link.Unanswered > 0 ? now + RoundInDoubt
        : IsUsed(link) ? link.HeardAt + Used
        : link.HeardAt + _idle;

    private void Send(DataLink link, byte what, Instant now)
    {
        if (!_isShutDown && link.Neighbour.Data.Contains(link))
        {
            data.SendOver(link.Flow, link.Neighbour.Address, DataTransferHeader.ProbeEid, [what], now);
        }
    }
}
