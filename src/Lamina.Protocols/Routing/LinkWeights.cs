using System.Globalization;
using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>
/// What a link costs, for each QoS cube: 1 to 65535. All three are 0 where this end of the link says nothing, and leaves it
/// to the other.
/// </summary>
public readonly record struct LinkWeights
{
    /// <summary>How many cubes there are.</summary>
    public const int CubeCount = 3;

    /// <summary>This end says nothing.</summary>
    public static readonly LinkWeights Unsaid;

    /// <summary>The default of a link: 1 for every cube.</summary>
    public static readonly LinkWeights One = new(1);

    /// <summary>Weights; one of 0 is as the first, and one above 65535 counts as 65535.</summary>
    /// <param name="bestEffort">Weight for best effort; 0: nothing is said.</param>
    /// <param name="video">Weight for video; 0: as best effort.</param>
    /// <param name="voice">Weight for voice; 0: as best effort.</param>
    public LinkWeights(uint bestEffort, uint video = 0, uint voice = 0)
    {
        BestEffort = Clamp(bestEffort);
        if (bestEffort != 0)
        {
            Video = video == 0 ? BestEffort : Clamp(video);
            Voice = voice == 0 ? BestEffort : Clamp(voice);
        }
    }

    /// <summary>Weight for best effort.</summary>
    public ushort BestEffort { get; }

    /// <summary>Weight for video.</summary>
    public ushort Video { get; }

    /// <summary>Weight for voice.</summary>
    public ushort Voice { get; }

    /// <summary>True where this end says what the link costs.</summary>
    public bool IsSaid => BestEffort != 0;

    /// <summary>The weight for a cube; an unknown cube is best effort.</summary>
    public ushort this[QosCube cube] => cube switch
    {
        QosCube.Video => Video,
        QosCube.Voice => Voice,
        _ => BestEffort,
    };

    /// <summary>Reads what a person writes: <c>10</c>, or <c>10,video=5,voice=2</c>.</summary>
    public static bool TryParse(string text, out LinkWeights weights)
    {
        weights = default;
        string[] parts = text.Split(',');
        if (!TryRead(parts[0], out uint bestEffort))
        {
            return false;
        }

        uint video = 0;
        uint voice = 0;
        foreach (string part in parts.AsSpan(1))
        {
            bool isRead = part.StartsWith("video=", StringComparison.Ordinal) ? video == 0 && TryRead(part[6..], out video)
                : part.StartsWith("voice=", StringComparison.Ordinal) && voice == 0 && TryRead(part[6..], out voice);
            if (!isRead)
            {
                return false;
            }
        }

        weights = new LinkWeights(bestEffort, video, voice);
        return true;
    }

    /// <summary>As <see cref="TryParse"/> reads it; empty where nothing is said.</summary>
    public override string ToString() => !IsSaid ? ""
        : BestEffort.ToString(CultureInfo.InvariantCulture)
            + (Video == BestEffort ? "" : $",video={Video.ToString(CultureInfo.InvariantCulture)}")
            + (Voice == BestEffort ? "" : $",voice={Voice.ToString(CultureInfo.InvariantCulture)}");

    private static bool TryRead(string text, out uint weight) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out weight) && weight is > 0 and <= ushort.MaxValue;

    private static ushort Clamp(uint weight) => (ushort)Math.Min(weight, ushort.MaxValue);
}
