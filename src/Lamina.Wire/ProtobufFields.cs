namespace Lamina.Wire;

/// <summary>Goes through the fields of a protobuf message without reading them: what a message may cost is known before the parser sees it.</summary>
internal static class ProtobufFields
{
    /// <summary>Takes the next field.</summary>
    /// <param name="message">Not empty; what follows the field, afterwards.</param>
    /// <param name="number">As the parser takes it, which drops the bits above 32.</param>
    /// <param name="hasLength">Of a text, bytes, a message or packed numbers.</param>
    /// <param name="inside">Of a field that has a length: what it has.</param>
    /// <returns>False where that is no field.</returns>
    public static bool TryTake(ref ReadOnlySpan<byte> message, out int number, out bool hasLength, out ReadOnlySpan<byte> inside)
    {
        number = 0;
        hasLength = false;
        inside = default;
        if (!TryTake(ref message, out ulong tag))
        {
            return false;
        }

        number = (int)((uint)tag >> 3);
        ulong length = 0;
        switch (tag & 7)
        {
            case 0 when TryTake(ref message, out _):
                break;
            case 1:
                length = sizeof(ulong);
                break;
            case 2 when TryTake(ref message, out length):
                hasLength = true;
                break;
            case 5:
                length = sizeof(uint);
                break;
            default:
                return false;
        }

        if (length > (ulong)message.Length)
        {
            return false;
        }

        inside = hasLength ? message[..(int)length] : default;
        message = message[(int)length..];
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> message, out ulong number)
    {
        number = 0;
        for (int i = 0; i < Math.Min(10, message.Length); i++)
        {
            number |= (ulong)(message[i] & 0x7F) << (7 * i);
            if (message[i] < 0x80)
            {
                message = message[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
