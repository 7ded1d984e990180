using System.Globalization;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Measuring;

/// <summary>What the two ends of a flow do with each other.</summary>
/// <param name="Kind">In principle.</param>
/// <param name="Length">Bytes of a message.</param>
/// <param name="Packets">For how many packets one counts.</param>
internal readonly record struct Work(WorkKind Kind, int Length, int Packets)
{
    public const int ShortLength = 64;

    public static readonly Work RoundTrip = new(WorkKind.Trips, ShortLength, 1);

    public static readonly Work BusyRoundTrip = new(WorkKind.BusyTrips, ShortLength, 1);

    public static readonly Work Short = new(WorkKind.OneWay, ShortLength, 1);

    /// <summary>A whole train of the bearer's, and of a layer's over it.</summary>
    public static readonly Work Long = new(WorkKind.OneWay, Shape.RawSegments * Shape.Payload, Shape.RawSegments);

    /// <summary>What programs often write. It is a train, and at every depth two packets more.</summary>
    public static readonly Work Write = Of(Shape.WriteLength);

    /// <summary>One way, in messages of so many bytes; each 1400 of them are a packet.</summary>
    public static Work Of(int length) => new(WorkKind.OneWay, length, (length + Shape.Payload - 1) / Shape.Payload);

    /// <summary>As <see cref="Text"/> said it.</summary>
    public static Work Parse(string text)
    {
        string[] parts = text.Split(',');
        return new Work(Enum.Parse<WorkKind>(parts[0]), int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <summary>For another process.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Kind},{Length},{Packets}");

    /// <summary>What is written: bytes that are not all zero.</summary>
    public byte[] NewMessage()
    {
        byte[] message = new byte[Length];
        new Random(1).NextBytes(message);
        return message;
    }
}
