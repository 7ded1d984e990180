using Lamina.Core;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>
/// Finds data flows whose other end has fallen silent: a raw flow does not tell by itself. One that is silent is probed,
/// soon where it carries packets and late where it is idle. Three probes without a sign of life put it in doubt, and packets
/// go another way where there is one; twelve lose it. Probes are counted, not time, so that a host that was stopped for a while
/// asks before it judges. See docs/design/SILENCE.md.
/// </summary>
internal sealed class LinkMonitor(MachineContext context, AdjacencyTable table, DataTransferMachine data) : ITimed, IDeferred
{
    private const int TrustedUnanswered = 3;
    private const int MaxUnanswered = 12;
    private const byte Ask = 1;
    private const byte Answer = 2;

    private static readonly Duration IdleRound = Duration.FromSeconds(1);
    private static readonly Duration BusyRound = Duration.FromMilliseconds(200);

    private readonly Queue<DataLink> _answers = new();
    private readonly List<DataLink> _lost = [];
    private readonly List<Neighbour> _changed = [];
    private MachineTimer? _timer;
    private Instant _nextLook = Instant.Never;
    private bool _isShutDown;

    /// <summary>There is a new data flow to watch.</summary>
    public void HandleAdded(Instant now) => LookWithin(IdleRound, now);

    /// <summary>Packets are sent to a neighbour again.</summary>
    public void HandleUsed(Instant now) => LookWithin(BusyRound, now);

    /// <summary>There is reason to doubt that a neighbour lives: asks it now, and judges as in any other silence.</summary>
    public void Doubt(Neighbour neighbour, Instant now)
    {
        neighbour.Data.ForEach(link => link.Silence.Distrust(now));
        LookWithin(Duration.Zero, now);
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
        bool any = false;
        bool isUrgent = false;
        foreach (Neighbour neighbour in table.Neighbours)
        {
            bool isUsed = neighbour.TakeUse();
            foreach (DataLink link in neighbour.Data)
            {
                Judge(link, isUsed && link.Flow == neighbour.ActiveData, now);
                any = true;
                isUrgent |= link.Silence.Unanswered > 0 || link.Silence.IsBusy(now);
            }
        }

        _nextLook = Instant.Never;
        if (any)
        {
            LookWithin(isUrgent ? BusyRound : IdleRound, now);
        }

        // Afterwards: it changes the table.
        _changed.ForEach(table.HandleChanged);
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

    private void LookWithin(Duration time, Instant now)
    {
        if (!_isShutDown && now + time < _nextLook)
        {
            _nextLook = now + time;
            (_timer ??= new MachineTimer(context.Timers, this)).Set(_nextLook);
        }
    }

    private void Judge(DataLink link, bool hasSent, Instant now)
    {
        if (link.Silence.Look(hasSent, now))
        {
            if (link.Silence.Unanswered == MaxUnanswered)
            {
                _lost.Add(link);
                return;
            }

            link.Silence.Unanswered++;
            Send(link, Ask, now);
        }

        bool isDoubtful = link.Silence.Unanswered > TrustedUnanswered;
        if (isDoubtful != link.IsDoubtful)
        {
            link.IsDoubtful = isDoubtful;
            _changed.Add(link.Neighbour);
        }
    }

    private void Send(DataLink link, byte what, Instant now)
    {
        if (!_isShutDown && link.Neighbour.Data.Contains(link))
        {
            data.SendOver(link.Flow, link.Neighbour.Address, DataTransferHeader.ProbeEid, [what], now);
        }
    }
}
