using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// How a request ended.
/// <code>
/// type 1 = 5 | request 4 | code 1 | message: length 2, UTF-8 | hint: length 2, UTF-8
/// </code>
/// </summary>
/// <param name="Request">The application's number.</param>
/// <param name="Outcome">The end; a code that is not known reads as Failed.</param>
public readonly record struct AttachOutcome(uint Request, Outcome Outcome)
{
    /// <summary>Writes the message; returns its length.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        writer.WriteByte((byte)AttachMessageType.Outcome);
        writer.WriteUInt32(Request);
        writer.WriteByte((byte)Outcome.Code);
        AttachFields.WriteText(ref writer, Outcome.Message);
        AttachFields.WriteText(ref writer, Outcome.Hint);
        return writer.Length;
    }

    /// <summary>Reads the message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out AttachOutcome message)
    {
        var reader = new SpanReader(from);
        bool isOutcome = reader.ReadByte() == (byte)AttachMessageType.Outcome;
        uint request = reader.ReadUInt32();
        var code = (OutcomeCode)reader.ReadByte();
        string text = AttachFields.ReadText(ref reader, reader.ReadUInt16());
        string hint = AttachFields.ReadText(ref reader, reader.ReadUInt16());
        message = new AttachOutcome(request, new Outcome(code <= OutcomeCode.Timeout ? code : OutcomeCode.Failed, text, hint));
        return isOutcome && !reader.Failed && reader.Rest.IsEmpty;
    }
}
