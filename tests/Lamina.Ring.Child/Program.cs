using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Ring.Child;

// Echoes what comes on the first ring to the second, each record checked. Arguments: the parent's process id, its
// descriptor of the memory, and where the second ring begins. Ends when it is killed, when its parent is gone, or with
// code 3 when it sees anything but the next intact record.
const int Garbage = 3;
var parent = args[0];
var directory = $"/proc/{parent}";
var descriptor = File.OpenHandle($"{directory}/fd/{args[1]}", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
if (!SharedMemory.TryMap(descriptor, out var memory))
{
    return Garbage;
}

unsafe
{
    var middle = long.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture);
    if (!RingMemory.TryAttach(memory.Pointer, middle, out var first)
        || !RingMemory.TryAttach(memory.Pointer + middle, memory.Length - middle, out var second))
    {
        return Garbage;
    }

    var reader = new RingReader(first);
    var writer = new RingWriter(second);
    ulong next = 0;
    while (reader.State == RingState.Open && writer.State == RingState.Open)
    {
        while (reader.TryPeek(out var bytes, out var tag))
        {
            if (tag != (uint)next || !TestRecord.IsIntact(bytes, next))
            {
                return Garbage;
            }

            Span<byte> room;
            while (!writer.TryReserve(bytes.Length, out room))
            {
                Publish(writer);
                Release(reader);
                if (writer.State != RingState.Open)
                {
                    return Garbage;
                }

                if (writer.PrepareToWait(bytes.Length) && !Sleep(writer.WaitWord))
                {
                    return 0;
                }

                writer.Awake();
            }

            bytes.CopyTo(room);
            writer.Commit(bytes.Length, tag);
            next++;
            reader.Advance();
        }

        Publish(writer);
        Release(reader);
        if (reader.PrepareToSleep() && !Sleep(reader.WaitWord))
        {
            return 0;
        }

        reader.Awake();
    }

    return Garbage;
}

static unsafe void Publish(RingWriter writer)
{
    if (writer.Publish())
    {
        Futex.Wake(writer.WakeWord, 1);
    }
}

// Gives back what was passed, never the record in hand.
static unsafe void Release(RingReader reader)
{
    if (reader.Release())
    {
        Futex.Wake(reader.WakeWord, 1);
    }
}

// False: nobody is there any more to wake us. Otherwise only wake-ups end it, so that a lost one is seen by the parent.
unsafe bool Sleep(uint* word)
{
    while (Futex.Wait(word, 1, TimeSpan.FromSeconds(1)) == FutexResult.TimedOut)
    {
        if (!Directory.Exists(directory))
        {
            return false;
        }
    }

    return true;
}
