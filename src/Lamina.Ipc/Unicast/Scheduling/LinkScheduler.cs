using Lamina.Core;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Unicast.Scheduling;

/// <summary>
/// What is in front of an adjacency's data flow: packets wait here, by class and by flow, while it has no credit, and are marked
/// with their waiting time. Whatever finds credit and nobody waiting goes straight through. Flows with a reservation have queues of their own.
/// </summary>
internal sealed class LinkScheduler(LowerFlow flow, DataTransferFormat format, SchedulingCounters[] counters)
{
    /// <summary>Bytes of a local flow that may wait here; its writer holds the rest.</summary>
    public const int LocalLimit = 16 * 1024;

    // A class that is passed over by so many bytes sends next, one packet: a tenth is left to it whatever comes above.
    private const int Endurance = 9 * 1500;

    private readonly ClassQueue?[] _classes = new ClassQueue?[SchedulingClasses.Count];
    private ReservedQueues? _reserved;
    private bool _isBusy;

    /// <summary>Bytes that wait.</summary>
    public int WaitingBytes { get; private set; }

    /// <summary>Bytes that a local flow may send now.</summary>
    public int CreditFor(SchedulingClass which, ulong key)
    {
        int room = RoomAt(which, key, LocalLimit);
        return WaitingBytes == 0 ? Math.Max(flow.Credit, room) : room;
    }

    /// <summary>Whether <see cref="CreditFor"/> would say so many bytes. Where they may wait here, nobody below is asked.</summary>
    public bool HasCreditFor(SchedulingClass which, ulong key, int bytes) =>
        RoomAt(which, key, LocalLimit) >= bytes || (WaitingBytes == 0 && flow.HasCreditFor(bytes));

    /// <summary>Bytes of a local flow that may be sent or wait, all that there is room for.</summary>
    public int RoomFor(SchedulingClass which, ulong key)
    {
        int room = RoomAt(which, key, ClassQueue.ByteLimit);
        return WaitingBytes == 0 ? Math.Max(flow.Credit, room) : room;
    }

    /// <summary>A flow's packets have so much of the link from now on, whoever else waits.</summary>
    public void Reserve(ulong key, ulong bitsPerSecond, QosCube cube) =>
        (_reserved ??= new ReservedQueues(format.HeaderLength)).Set(key, bitsPerSecond, SchedulingClasses.Of(cube, DataTransferHeader.FirstFlowEid));

    /// <summary>They have not any more.</summary>
    public void EndReservation(ulong key) => _reserved?.End(key);

    /// <summary>Sends packets with their headers, or lets them wait; consumes one reference of the buffer.</summary>
    public void Send(SchedulingClass which, ulong key, in Train train, Instant now)
    {
        if (WaitingBytes == 0 && flow.HasCreditFor(train.TotalLength + (train.Count * flow.HeadRoom)))
        {
            flow.Transmit(train, now);
            return;
        }

        Wait(which, key, train, now);
        SendWaiting(now);
    }

    /// <summary>Sends what waits, as far as there is credit.</summary>
    public void SendWaiting(Instant now)
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        while (WaitingBytes > 0 && flow.Credit is > 0 and var credit)
        {
            Train next = Take(credit, now, out SchedulingClass which, out Instant since, out bool isReserved);
            int bytes = next.TotalLength;
            WaitingBytes -= bytes;
            if (now - since > SchedulingClasses.PatienceOf(which))
            {
                counters[(int)which].Late += next.Count;
                next.Buffer.Release();
                continue;
            }

            NotePassedOver(isReserved ? SchedulingClass.Control : which, bytes);
            Mark(which, next, now - since);
            flow.Transmit(next, now);
        }

        _isBusy = false;
    }

    /// <summary>The flow below is gone, and what waits with it.</summary>
    public void Clear()
    {
        for (int i = 0; i < _classes.Length; i++)
        {
            while (_classes[i] is { IsEmpty: false } queue)
            {
                Train lost = queue.Take(int.MaxValue, 0, out _);
                counters[i].Lost += lost.Count;
                lost.Buffer.Release();
            }
        }

        while (_reserved is { IsEmpty: false })
        {
            Train lost = _reserved.Take(default, out SchedulingClass which, out _);
            counters[(int)which].Lost += lost.Count;
            lost.Buffer.Release();
        }

        WaitingBytes = 0;
    }

    private int RoomAt(SchedulingClass which, ulong key, int limit) => _reserved?.Has(key) == true
        ? _reserved.RoomFor(key, limit)
        : _classes[(int)which]?.RoomFor(key, limit) ?? limit;

    private void Wait(SchedulingClass which, ulong key, in Train train, Instant now)
    {
        SchedulingCounters counter = counters[(int)which];
        bool isReserved = _reserved?.Has(key) == true;
        if (isReserved ? !_reserved!.TryAdd(key, train, now) : !(_classes[(int)which] ??= new ClassQueue()).TryAdd(key, train, now))
        {
            counter.Dropped += train.Count;
            train.Buffer.Release();
            return;
        }

        counter.Waited += train.Count;
        counter.MostBytes = Math.Max(counter.MostBytes, isReserved ? _reserved!.Bytes : _classes[(int)which]!.Bytes);
        WaitingBytes += train.TotalLength;
    }

    // The layer's own messages, then reservations that are due, then the classes; reservations that are not due where nobody else waits.
    private Train Take(int room, Instant now, out SchedulingClass which, out Instant since, out bool isReserved)
    {
        which = Choose(out bool isPassedOver);
        bool isAnybody = (int)which < SchedulingClasses.Count;
        isReserved = _reserved is { IsEmpty: false } reserved
            && (!isAnybody || (which != SchedulingClass.Control && !isPassedOver && reserved.IsDue(now)));
        return isReserved
            ? _reserved!.Take(now, out which, out since)
            : _classes[(int)which]!.Take(isPassedOver ? 1 : room, flow.HeadRoom, out since);
    }

    private SchedulingClass Choose(out bool isPassedOver)
    {
        isPassedOver = false;
        int first = SchedulingClasses.Count;
        for (int i = SchedulingClasses.Count - 1; i >= 0; i--)
        {
            if (_classes[i] is { IsEmpty: false } queue)
            {
                if (queue.PassedOver >= Endurance)
                {
                    isPassedOver = true;
                    return (SchedulingClass)i;
                }

                first = i;
            }
        }

        return (SchedulingClass)first;
    }

    private void NotePassedOver(SchedulingClass sent, int bytes)
    {
        for (int i = 0; i < SchedulingClasses.Count; i++)
        {
            if (_classes[i] is { } queue)
            {
                queue.PassedOver = i > (int)sent && !queue.IsEmpty ? queue.PassedOver + bytes : i == (int)sent ? 0 : queue.PassedOver;
            }
        }
    }

    private void Mark(SchedulingClass which, in Train train, Duration waited)
    {
        byte level = CongestionByte.LevelFor(waited);
        if (level == 0)
        {
            return;
        }

        for (int i = 0; i < train.Count; i++)
        {
            ref byte congestion = ref format.Congestion(train[i]);
            byte raised = CongestionByte.Raise(congestion, level);
            counters[(int)which].Marked += raised != congestion ? 1 : 0;
            congestion = raised;
        }
    }
}
