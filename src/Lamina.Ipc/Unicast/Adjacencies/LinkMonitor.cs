using Lamina.Core;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>
/// Finds data flows whose other end has fallen silent: a raw flow does not tell by itself. One that is silent is probed,
/// soon where it carries packets and late where it is idle. Three probes without a sign of life put it in doubt, and packets
/// go another way where there is one; twelve lose it. Probes are counted, not time, so that a host that was stopped for a while
/// asks before it judges. See docs/design/SILENCE.md.
/// <para>
/// One timer for all flows, set only for when one is due: an idle member sleeps. Flows that are due soon are asked together,
/// and of two members the one with more flows asks first, so that a member with many neighbours wakes once for all of them
/// (docs/design/IDLE.md).
/// </para>
/// </summary>
internal sealed class LinkMonitor(MachineContext context, AdjacencyTable table, DataTransferMachine data) : ITimed, IDeferred
{
    private const int TrustedUnanswered = 3;
    private const int MaxUnanswered = 12;
    private const byte Ask = 1;
    private const byte Answer = 2;
    private const int FlowsThatCount = 10;

    private static readonly Duration BusyRound = Duration.FromMilliseconds(200);
    private static readonly Duration FirstRound = Duration.FromMilliseconds(300);
    private static readonly Duration BusyCompany = Duration.FromMilliseconds(150);
    private static readonly Duration LongestIdle = Duration.FromSeconds(6);
    private static readonly Duration IdlePerFlow = Duration.FromMilliseconds(100);

    /// <summary>
    /// Flows that are due so soon are asked with the first. Half of the shortest time, so that all flows end up in one round.
    /// </summary>
    private static readonly Duration Company = Duration.FromMilliseconds(2500);

    private readonly Queue<DataLink> _answers = new();
    private readonly List<DataLink> _lost = [];
    private readonly List<Neighbour> _changed = [];
    private MachineTimer? _timer;
    private Duration _idle = LongestIdle;
    private bool _isShutDown;

    /// <summary>There is a new data flow to watch.</summary>
    public void HandleAdded(Instant now) => LookBy(now + _idle);

    /// <summary>Packets are sent to a neighbour again.</summary>
    public void HandleUsed(Instant now) => LookBy(now + FirstRound);

    /// <summary>There is reason to doubt that a neighbour lives: asks it now, and judges as in any other silence.</summary>
    public void Doubt(Neighbour neighbour, Instant now)
    {
        neighbour.Data.ForEach(link => link.Silence.Distrust());
        LookBy(now);
    }

    /// <summary>A message of a neighbour's monitor, while a data flow hands over what came.</summary>
    public void HandleMessage(ReadOnlySpan<byte> message)
    {
        if (table.Receiving is not { } link)
        {
            return;
        }

        link.Silence.NoteProbe();
        if (message is [Ask] && !link.OwesAnswer)
        {
            link.OwesAnswer = true;
            _answers.Enqueue(link);
            context.RunQueue.Post(this);
        }
    }

    /// <inheritdoc/>
    public void HandleTimeout(Instant now)
    {
        int flows = Look(now);
        Instant horizon = IsAnyIdle(now) ? now + Company : now;
        Instant next = Instant.Never;
        foreach (Neighbour neighbour in table.Neighbours)
        {
            foreach (DataLink link in neighbour.Data)
            {
                Judge(link, horizon, now);
                next = Instant.Min(next, NextLook(link, now));
            }
        }

        _idle = LongestIdle - (IdlePerFlow * Math.Clamp(flows - 1, 0, FlowsThatCount));
        LookBy(next);

        // Afterwards: it changes the table.
        _changed.ForEach(neighbour => table.HandleChanged(neighbour, now));
        _changed.Clear();
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

    /// <returns>How many flows there are.</returns>
    private int Look(Instant now)
    {
        int flows = 0;
        foreach (Neighbour neighbour in table.Neighbours)
        {
            neighbour.HandleLook();
            flows += neighbour.Data.Count;
            neighbour.Data.ForEach(link => link.Silence.Look(now));
        }

        return flows;
    }

    private bool IsAnyIdle(Instant now)
    {
        foreach (Neighbour neighbour in table.Neighbours)
        {
            foreach (DataLink link in neighbour.Data)
            {
                if (link.Silence.Unanswered == 0 && link.Silence.HeardAt + _idle <= now)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void Judge(DataLink link, Instant horizon, Instant now)
    {
        LinkSilence silence = link.Silence;
        bool isDue = silence.Unanswered > 0
            ? silence.AskedAt + BusyRound <= now + BusyCompany
            : silence.HeardAt + _idle <= horizon || (IsUsed(link, now) && silence.HeardAt + FirstRound <= now + BusyCompany);
        if (isDue && silence.Unanswered == MaxUnanswered)
        {
            _lost.Add(link);
            return;
        }

        if (isDue)
        {
            silence.NoteAsked(now);
            Send(link, Ask, now);
        }

        bool isDoubtful = silence.Unanswered > TrustedUnanswered;
        if (isDoubtful != link.IsDoubtful)
        {
            link.IsDoubtful = isDoubtful;
            _changed.Add(link.Neighbour);
        }
    }

    private Instant NextLook(DataLink link, Instant now) =>
        link.Silence.Unanswered > 0 ? link.Silence.AskedAt + BusyRound
        : IsUsed(link, now) ? link.Silence.HeardAt + FirstRound
        : link.Silence.HeardAt + _idle;

    /// <summary>Its silence matters: something was sent over it and nothing came since, or much came just now.</summary>
    private static bool IsUsed(DataLink link, Instant now) => link.Silence.IsBusy(now)
        || (link.Flow == link.Neighbour.ActiveData && link.Neighbour.UsedAt > link.Silence.HeardAt);

    private void Send(DataLink link, byte what, Instant now)
    {
        if (!_isShutDown && link.Neighbour.Data.Contains(link))
        {
            data.SendOver(link, DataTransferHeader.ProbeEid, [what], now);
        }
    }
}
