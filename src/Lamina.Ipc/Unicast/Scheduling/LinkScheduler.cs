using Lamina.Core;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Unicast.Scheduling;

/// <summary>
/// What is in front of an adjacency's data flow: packets wait here, by class and by flow, while it has no credit, and are marked
/// with their waiting time. Whatever finds credit and nobody waiting goes straight through.
/// </summary>
internal sealed class LinkScheduler(LowerFlow flow, DataTransferFormat format, SchedulingCounters[] counters)
{
    /// <summary>Bytes of a local flow that may wait here; its writer holds the rest.</summary>
    public const int LocalLimit = 16 * 1024;

    // A class that is passed over by so many bytes sends next, one packet: a tenth is left to it whatever comes above.
    private const int Endurance = 9 * 1500;

    private readonly ClassQueue?[] _classes = new ClassQueue?[SchedulingClasses.Count];
    private bool _isBusy;

    /// <summary>Bytes that wait.</summary>
    public int WaitingBytes { get; private set; }

    /// <summary>Bytes that a local flow may send now.</summary>
    public int CreditFor(SchedulingClass which, ulong key)
    {
        int room = _classes[(int)which]?.RoomFor(key, LocalLimit) ?? LocalLimit;
        return WaitingBytes == 0 ? Math.Max(flow.Credit, room) : room;
    }

    /// <summary>Bytes of a local flow that may be sent or wait, all that there is room for.</summary>
    public int RoomFor(SchedulingClass which, ulong key)
    {
        int room = _classes[(int)which]?.RoomFor(key, int.MaxValue) ?? ClassQueue.ByteLimit;
        return WaitingBytes == 0 ? Math.Max(flow.Credit, room) : room;
    }

    /// <summary>Sends packets with their headers, or lets them wait; consumes one reference of the buffer.</summary>
    public void Send(SchedulingClass which, ulong key, in Train train, Instant now)
    {
        if (WaitingBytes == 0 && flow.Credit >= train.TotalLength + ((long)train.Count * flow.HeadRoom))
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
            SchedulingClass which = Choose(out bool isPassedOver);
            Train next = _classes[(int)which]!.Take(isPassedOver ? 1 : credit, flow.HeadRoom, out Instant since);
            int bytes = next.TotalLength;
            WaitingBytes -= bytes;
            if (now - since > SchedulingClasses.PatienceOf(which))
            {
                counters[(int)which].Late += next.Count;
                next.Buffer.Release();
                continue;
            }

            NotePassedOver(which, bytes);
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

        WaitingBytes = 0;
    }

    private void Wait(SchedulingClass which, ulong key, in Train train, Instant now)
    {
        SchedulingCounters counter = counters[(int)which];
        ClassQueue queue = _classes[(int)which] ??= new ClassQueue();
        if (!queue.TryAdd(key, train, now))
        {
            counter.Dropped += train.Count;
            train.Buffer.Release();
            return;
        }

        counter.Waited += train.Count;
        counter.MostBytes = Math.Max(counter.MostBytes, queue.Bytes);
        WaitingBytes += train.TotalLength;
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
