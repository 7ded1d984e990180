using Lamina.Core;

namespace Lamina.Wire.Allocation;

/// <summary>A <see cref="CloseReason"/> on the wire: one byte, unknown ones read as <see cref="CloseReason.Other"/>.</summary>
public static class ReasonCodec
{
    /// <summary>Reads a reason.</summary>
    public static CloseReason Read(ref SpanReader reader)
    {
        var reason = (CloseReason)reader.ReadByte();
        return Enum.IsDefined(reason) ? reason : CloseReason.Other;
    }
}
