using Lamina.Core;
using Lamina.Wire.Fragments;

namespace Lamina.Protocols.Fragments;

/// <summary>
/// Joins the parts of packets: a place for each of the last <see cref="Places"/> packets. A newer packet takes the place of an
/// older one, so what lost a part is forgotten without a timer.
/// </summary>
public sealed class PartJoiner(PacketPool pool, int maxPacketSize, PartCounters counters)
{
    private const int Places = 32;

    // Room for the headers of whatever the packet is forwarded over.
    private const int HeadRoom = 128;

    // Made when the first part comes: most flows carry none.
    private Place[]? _places;

    /// <summary>Takes a part in.</summary>
    /// <returns>True when its packet is complete; the caller then holds the packet's buffer.</returns>
    public bool TryJoin(ReadOnlySpan<byte> part, out Train packet)
    {
        packet = default;
        if (!PartHeader.TryRead(part, out PartHeader header) || header.PacketLength > maxPacketSize)
        {
            counters.Malformed++;
            return false;
        }

        _places ??= new Place[Places];
        ref Place place = ref _places[header.Number % Places];
        if (!TryTake(ref place, header))
        {
            return false;
        }

        ulong bit = 1UL << header.Index;
        if ((place.Missing & bit) == 0)
        {
            counters.Late++;
            return false;
        }

        place.Missing &= ~bit;
        place.Buffer!.Pool.Copy(part[PartHeader.Length..], place.Buffer.Span[(HeadRoom + header.Offset)..]);
        if (place.Missing != 0)
        {
            return false;
        }

        counters.Joined++;
        packet = Train.Single(place.Buffer, HeadRoom, header.PacketLength);
        place.Buffer = null;
        return true;
    }

    /// <summary>Gives every buffer back.</summary>
    public void Clear()
    {
        foreach (ref Place place in _places.AsSpan())
        {
            place.Buffer?.Release();
            place = default;
        }
    }

    private bool TryTake(ref Place place, in PartHeader header)
    {
        if (place.IsUsed && place.Number == header.Number)
        {
            if (place.Buffer is null)
            {
                // Complete already: a duplicate.
                counters.Late++;
                return false;
            }

            if (place.Length != header.PacketLength || place.Count != header.Count)
            {
                counters.Malformed++;
                return false;
            }

            return true;
        }

        // Serial number arithmetic (RFC 1982): numbers wrap.
        if (place.IsUsed && (int)(header.Number - place.Number) < 0)
        {
            counters.Late++;
            return false;
        }

        if (place.Buffer is { } old)
        {
            counters.Incomplete++;
            old.Release();
            place.Buffer = null;
        }

        if (!pool.TryRent(HeadRoom + header.PacketLength, out PacketBuffer buffer))
        {
            counters.NoBuffer++;
            return false;
        }

        place = new Place
        {
            IsUsed = true,
            Number = header.Number,
            Length = header.PacketLength,
            Count = header.Count,
            Missing = header.Count == 64 ? ulong.MaxValue : (1UL << header.Count) - 1,
            Buffer = buffer,
        };
        return true;
    }

    private struct Place
    {
        public bool IsUsed;
        public uint Number;
        public int Length;
        public int Count;
        public ulong Missing;

        // Null once the packet is complete: the place still remembers its number, so that a duplicate is known as one.
        public PacketBuffer? Buffer;
    }
}
