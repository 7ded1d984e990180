namespace Lamina.Bearers.Linux;

/// <summary>Walks a gathered train and cuts out one segment after the other, where the kernel does not do it.</summary>
internal unsafe ref struct SegmentCursor(ReadOnlySpan<IoVector> vectors)
{
    private readonly ReadOnlySpan<IoVector> _vectors = vectors;
    private int _index;
    private int _offset;

    /// <summary>The pieces of the next <paramref name="length"/> bytes; returns how many pieces. There must be as many bytes.</summary>
    public int Next(int length, IoVector* pieces)
    {
        var count = 0;
        while (length > 0)
        {
            var vector = _vectors[_index];
            var take = Math.Min(length, vector.Length - _offset);
            if (take > 0)
            {
                pieces[count++] = new IoVector(vector.Pointer + _offset, take);
            }

            length -= take;
            _offset += take;
            if (_offset == vector.Length)
            {
                _index++;
                _offset = 0;
            }
        }
        return count;
    }
}
