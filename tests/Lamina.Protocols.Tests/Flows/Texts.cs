using System.Buffers.Binary;
using Lamina.Core;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>Messages that prove themselves: a number, then bytes that follow from number and length.</summary>
internal static class Texts
{
    public static byte[] Make(int number, int length)
    {
        byte[] bytes = new byte[length];
        new SeededRandom(((ulong)number << 32) | (uint)length).Fill(bytes);
        if (length >= 4)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        }

        return bytes;
    }

    public static int NumberOf(byte[] message) => BinaryPrimitives.ReadInt32BigEndian(message);
}
