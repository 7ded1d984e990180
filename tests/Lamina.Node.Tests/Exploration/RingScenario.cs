using System.Runtime.InteropServices;
using Lamina.Bearers.Rings;

namespace Lamina.Node.Tests.Exploration;

/// <summary>
/// A producer and a consumer over a ring of 64 bytes, so that it is full and empty again and again; both sleep on futexes.
/// Trains of one to three records per publish, of 0 to 24 bytes.
/// </summary>
internal sealed unsafe class RingScenario<TStep> : IDisposable
    where TStep : struct, IStepper
{
    private const int Capacity = 64;
    private const uint Records = 7;

    private readonly RingMutation _mutation;
    private readonly byte* _memory = (byte*)NativeMemory.AlignedAlloc((nuint)RingLayout.TotalLength(Capacity), 4096);

    public RingScenario(RingMutation mutation = RingMutation.None) => _mutation = mutation;

    public Action Begin(Scheduler scheduler)
    {
        new Span<byte>(_memory, (int)RingLayout.TotalLength(Capacity)).Clear();
        Assert.True(RingMemory.TryCreate(_memory, RingLayout.TotalLength(Capacity), Capacity, out var ring));
        var writer = new SteppedRingWriter<TStep>(ring);
        var reader = new SteppedRingReader<TStep>(ring);
        scheduler.Add("producer", () => Produce(scheduler, writer));
        scheduler.Add("consumer", () => Consume(scheduler, reader));
        return () =>
        {
            Assert.Equal(RingState.Open, writer.State);
            Assert.Equal(RingState.Open, reader.State);
            Assert.False(reader.TryPeek(out _, out _));
        };
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory);

    private void Produce(Scheduler scheduler, SteppedRingWriter<TStep> writer)
    {
        for (uint next = 0; next < Records;)
        {
            var train = scheduler.Random.Next(1, 4);
            for (; train > 0 && next < Records; train--)
            {
                var length = scheduler.Random.Next(writer.MaxRecordLength + 1);
                Span<byte> bytes;
                while (!writer.TryReserve(length, out bytes))
                {
                    Publish(scheduler, writer);
                    if (_mutation == RingMutation.ProducerWithoutSecondLook ? RaiseFlag(writer.WaitWord) : writer.PrepareToWait(length))
                    {
                        scheduler.FutexWait(writer.WaitWord, 1);
                        writer.Awake();
                    }

                    if (writer.State != RingState.Open)
                    {
                        scheduler.Fail("the writer sees a corrupt ring");
                    }
                }

                bytes[..(length / 2)].Fill((byte)(next + 1));
                TStep.Step();
                bytes[(length / 2)..].Fill((byte)(next + 1));
                writer.Commit(length, next++);
            }

            Publish(scheduler, writer);
        }
    }

    private void Publish(Scheduler scheduler, SteppedRingWriter<TStep> writer)
    {
        if (writer.Publish() && _mutation != RingMutation.ProducerForgetsToWake)
        {
            scheduler.FutexWake(writer.WakeWord);
        }
    }

    private void Consume(Scheduler scheduler, SteppedRingReader<TStep> reader)
    {
        for (uint expected = 0; expected < Records;)
        {
            var batch = scheduler.Random.Next(1, 4);
            for (; batch > 0 && reader.TryPeek(out var bytes, out var tag); batch--)
            {
                if (_mutation == RingMutation.ReleaseBeforeReading)
                {
                    Pass(scheduler, reader);
                }

                TStep.Step();
                if (tag != expected)
                {
                    scheduler.Fail($"record {tag} where {expected} is next");
                }

                if (bytes.ContainsAnyExcept((byte)(expected + 1)))
                {
                    scheduler.Fail($"record {expected} is not whole");
                }

                expected++;
                if (_mutation != RingMutation.ReleaseBeforeReading)
                {
                    reader.Advance();
                }
            }

            if (reader.State != RingState.Open)
            {
                scheduler.Fail("the reader sees a corrupt ring");
            }

            if (reader.Release())
            {
                scheduler.FutexWake(reader.WakeWord);
            }

            if (expected < Records
                && (_mutation == RingMutation.ConsumerWithoutSecondLook ? RaiseFlag(reader.WaitWord) : reader.PrepareToSleep()))
            {
                scheduler.FutexWait(reader.WaitWord, 1);
                reader.Awake();
            }
        }
    }

    private static bool RaiseFlag(uint* flag)
    {
        TStep.Store(ref *flag, 1);
        TStep.Fence();
        return true;
    }

    private static void Pass(Scheduler scheduler, SteppedRingReader<TStep> reader)
    {
        reader.Advance();
        if (reader.Release())
        {
            scheduler.FutexWake(reader.WakeWord);
        }
    }
}
