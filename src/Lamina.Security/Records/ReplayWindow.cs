using System.Runtime.CompilerServices;

namespace Lamina.Security.Records;

/// <summary>Which of the last 1024 counters of a phase have come. What is older counts as come.</summary>
public struct ReplayWindow
{
    /// <summary>Counters that it knows.</summary>
    public const int Length = 1024;

    private const int BitsPerWord = 64;
    private const int Words = Length / BitsPerWord;

    // Bit n modulo 1024: counter n has come, for those below the end and not older than the window.
    private Bits _bits;
    private ulong _end;

    /// <summary>True where a counter has not come, as far as is known.</summary>
    public readonly bool IsNew(ulong counter) =>
        counter >= _end || (_end - counter <= Length && (_bits[WordOf(counter)] & MaskOf(counter)) == 0);

    /// <summary>A counter has come, with a record that opened.</summary>
    public void Mark(ulong counter)
    {
        if (counter >= _end)
        {
            Advance(counter);
        }
        else if (_end - counter > Length)
        {
            return;
        }

        _bits[WordOf(counter)] |= MaskOf(counter);
    }

    private static int WordOf(ulong counter) => (int)(counter / BitsPerWord % Words);

    private static ulong MaskOf(ulong counter) => 1UL << (int)(counter % BitsPerWord);

    // The bits of those between were of counters that are too old now.
    private void Advance(ulong counter)
    {
        if (counter - _end >= Length)
        {
            _bits = default;
        }
        else
        {
            for (ulong at = _end; at <= counter;)
            {
                int low = (int)(at % BitsPerWord);
                ulong count = Math.Min((ulong)(BitsPerWord - low), counter - at + 1);
                ulong run = count == BitsPerWord ? ulong.MaxValue : ((1UL << (int)count) - 1) << low;
                _bits[WordOf(at)] &= ~run;
                at += count;
            }
        }

        _end = counter + 1;
    }

    [InlineArray(Words)]
    private struct Bits
    {
        private ulong _first;
    }
}
