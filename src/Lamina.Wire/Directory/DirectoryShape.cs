namespace Lamina.Wire.Directory;

/// <summary>
/// What a directory's message must look like before it is parsed, so that it costs no more than its length. The parser merges a body that comes again with what came
/// before, and adds packed numbers that come in pieces, by a copy of all of that each time; our own encoder does neither.
/// </summary>
internal static class DirectoryShape
{
    // Three today; what a later version adds is passed over.
    private const int MaxFields = 16;

    // Each number and each proof by itself, and a few of what a later version adds.
    private const int MaxFieldsOfBody = DirectoryCodec.MaxAddresses + DirectoryCodec.MaxCloser + DirectoryCodec.MaxAddresses + 8;

    // The hash, or the members of FoundMembers; the members of FoundEntries; those nearer.
    private const int ComeInOnePiece = (1 << FoundEntries.HashFieldNumber) | (1 << FoundEntries.AddressesFieldNumber) | (1 << FoundEntries.CloserFieldNumber);

    /// <summary>True where the parser may see it.</summary>
    public static bool IsCheap(ReadOnlySpan<byte> message)
    {
        int seen = 0;
        for (int count = 0; !message.IsEmpty; count++)
        {
            if (count == MaxFields || !ProtobufFields.TryTake(ref message, out int number, out _, out ReadOnlySpan<byte> inside))
            {
                return false;
            }

            bool isBody = number is >= DirectoryMessage.StoreFieldNumber and <= DirectoryMessage.FoundMembersFieldNumber;
            if (isBody && (IsSeen(ref seen, number) || !IsCheapBody(inside)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsCheapBody(ReadOnlySpan<byte> body)
    {
        int seen = 0;
        for (int count = 0; !body.IsEmpty; count++)
        {
            if (count == MaxFieldsOfBody || !ProtobufFields.TryTake(ref body, out int number, out bool hasLength, out _))
            {
                return false;
            }

            bool isWhole = hasLength && number <= FoundEntries.CloserFieldNumber && (ComeInOnePiece & (1 << number)) != 0;
            if (isWhole && IsSeen(ref seen, number))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSeen(ref int seen, int number)
    {
        bool isSeen = (seen & (1 << number)) != 0;
        seen |= 1 << number;
        return isSeen;
    }
}
