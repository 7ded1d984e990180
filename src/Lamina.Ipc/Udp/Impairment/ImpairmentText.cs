using System.Globalization;
using Lamina.Core;

namespace Lamina.Ipc.Udp.Impairment;

/// <summary>
/// An impairment as a person writes it, words with commas between: <c>delay=20ms,jitter=2ms,loss=1%,rate=100mbit,queue=256k</c>.
/// <code>
///  delay=TIME  jitter=TIME  loss=%  burst=BEGIN%/END%[/LOSS%]  reorder=%[/TIME]  duplicate=%  corrupt=%
///  rate=RATE   queue=BYTES  mtu=BYTES  outage[=TIME[/EVERY]]  way=both|out|in  seed=N
/// </code>
/// </summary>
public static class ImpairmentText
{
    /// <summary>What people are shown.</summary>
    public const string Example = "delay=20ms,jitter=2ms,loss=1%,rate=100mbit,queue=256k";

    private const int SmallestQueue = 1500;

    private static readonly string[] Keys =
        ["delay", "jitter", "loss", "burst", "reorder", "duplicate", "corrupt", "rate", "queue", "mtu", "outage", "way", "seed"];

    /// <summary>Reads a text. All mistakes are said at once.</summary>
    public static Outcome Parse(string text, out PortImpairment impairment)
    {
        impairment = new PortImpairment();
        List<string> mistakes = [];
        HashSet<string> seen = [];
        foreach (string word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            int split = word.IndexOf('=', StringComparison.Ordinal);
            string key = (split < 0 ? word : word[..split]).ToLowerInvariant();
            string value = split < 0 ? "" : word[(split + 1)..].Trim();
            if (!seen.Add(key) && Array.IndexOf(Keys, key) >= 0)
            {
                mistakes.Add($"'{key}' is there twice");
            }
            else if (Apply(impairment, key, value, out string mistake) is { } changed)
            {
                impairment = changed;
            }
            else
            {
                mistakes.Add(mistake);
            }
        }

        if (mistakes.Count == 0 && seen.Contains("queue") && !seen.Contains("rate"))
        {
            mistakes.Add("'queue' is of the rate, and there is no rate");
        }

        if (mistakes.Count == 0 && impairment is { Reordering: > 0, ReorderingDelay: null } && impairment.Latency == Duration.Zero)
        {
            mistakes.Add("without a delay 'reorder' needs a time of its own: reorder=2%/5ms");
        }

        return mistakes.Count == 0
            ? Outcome.Ok
            : Outcome.Usage($"'{text}' is no impairment: {string.Join("; ", mistakes)}", $"{Example} (words: {string.Join(", ", Keys)})");
    }

    /// <summary>The text of an impairment; what has its default is left out.</summary>
    public static string Format(PortImpairment impairment)
    {
        List<string> words = [];
        void Say(bool isSet, string word)
        {
            if (isSet)
            {
                words.Add(word);
            }
        }

        Say(impairment.Latency > Duration.Zero, $"delay={QuantityText.Of(impairment.Latency)}");
        Say(impairment.Jitter > Duration.Zero, $"jitter={QuantityText.Of(impairment.Jitter)}");
        Say(impairment.Loss > 0, $"loss={QuantityText.Of(impairment.Loss)}");
        Say(impairment.Burst is not null, $"burst={FormatBurst(impairment.Burst)}");
        string late = impairment.ReorderingDelay is { } delay ? $"/{QuantityText.Of(delay)}" : "";
        Say(impairment.Reordering > 0, $"reorder={QuantityText.Of(impairment.Reordering)}{late}");
        Say(impairment.Duplication > 0, $"duplicate={QuantityText.Of(impairment.Duplication)}");
        Say(impairment.Corruption > 0, $"corrupt={QuantityText.Of(impairment.Corruption)}");
        Say(impairment.BitsPerSecond > 0, $"rate={QuantityText.OfRate(impairment.BitsPerSecond)}");
        Say(impairment.BitsPerSecond > 0, $"queue={QuantityText.OfBytes(impairment.QueueBytes)}");
        Say(impairment.MaxDatagram < new PortImpairment().MaxDatagram, $"mtu={QuantityText.OfBytes(impairment.MaxDatagram)}");
        Say(impairment.Outage is not null, FormatOutage(impairment.Outage));
        Say(impairment.Ways != ImpairedWays.Both, $"way={impairment.Ways.ToString().ToLowerInvariant()}");
        Say(impairment.Seed is not null, string.Create(CultureInfo.InvariantCulture, $"seed={impairment.Seed}"));
        return words.Count == 0 ? "nothing" : string.Join(",", words);
    }

    // Null: the mistake says why.
    private static PortImpairment? Apply(PortImpairment so, string key, string value, out string mistake)
    {
        mistake = "";
        double share;
        Duration time;
        switch (key)
        {
            case "delay" when QuantityText.TryTime(value, out time):
                return so with { Latency = time };
            case "jitter" when QuantityText.TryTime(value, out time):
                return so with { Jitter = time };
            case "loss" when QuantityText.TryShare(value, out share):
                return so with { Loss = share };
            case "burst" when TryReadBurst(value, out BurstLoss? burst):
                return so with { Burst = burst };
            case "reorder" when TryReadReordering(value, out share, out Duration? late):
                return so with { Reordering = share, ReorderingDelay = late };
            case "duplicate" when QuantityText.TryShare(value, out share):
                return so with { Duplication = share };
            case "corrupt" when QuantityText.TryShare(value, out share):
                return so with { Corruption = share };
            case "rate" when QuantityText.TryRate(value, out long rate):
                return so with { BitsPerSecond = rate };
            case "queue" when QuantityText.TryBytes(value, out int queue) && queue >= SmallestQueue:
                return so with { QueueBytes = queue };
            case "mtu" when QuantityText.TryBytes(value, out int longest) && longest is >= 1 and <= 65_507:
                return so with { MaxDatagram = longest };
            case "outage" when TryReadOutage(value, out Outage? outage):
                return so with { Outage = outage };
            case "way" when value is "both" or "out" or "in":
                return so with { Ways = Enum.Parse<ImpairedWays>(value, ignoreCase: true) };
            case "seed" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed):
                return so with { Seed = seed };
            default:
                mistake = Describe(key, value);
                return null;
        }
    }

    private static string Describe(string key, string value) => key switch
    {
        "" => "a word is missing between commas",
        "delay" or "jitter" => $"{key}={value} is no time: {key}=20ms, {key}=500us, {key}=2s",
        "loss" or "duplicate" or "corrupt" => $"{key}={value} is no share from 0% to 100%: {key}=1%",
        "burst" => $"burst={value} says not how bursts begin and end: burst=0.5%/20% (per datagram), burst=0.5%/20%/50% where half is lost in them",
        "reorder" => $"reorder={value} is no share: reorder=2%, reorder=2%/5ms for up to 5 ms later",
        "rate" => $"rate={value} is no rate: rate=100mbit, rate=512kbit",
        "queue" => $"queue={value} is no number of bytes from {SmallestQueue} on: queue=256k, queue=2m",
        "mtu" => $"mtu={value} is no number of bytes from 1 to 65507: mtu=1280",
        "outage" => $"outage={value} is no time: outage, outage=2s, outage=2s/30s for 2 s of every 30 s",
        "way" => $"way={value} is none of both, out, in",
        "seed" => $"seed={value} is no whole number",
        _ => $"there is no '{key}'{Suggestion.Ask(key, Keys)}",
    };

    private static bool TryReadBurst(string text, out BurstLoss? burst)
    {
        string[] parts = text.Split('/');
        double loss = 1;
        burst = parts.Length is 2 or 3 && QuantityText.TryShare(parts[0], out double begin) && QuantityText.TryShare(parts[1], out double end)
            && (parts.Length == 2 || QuantityText.TryShare(parts[2], out loss))
            ? new BurstLoss(begin, end, loss)
            : null;
        return burst is not null;
    }

    private static bool TryReadReordering(string text, out double share, out Duration? late)
    {
        string[] parts = text.Split('/');
        Duration time = default;
        bool isRead = QuantityText.TryShare(parts[0], out share)
            && (parts.Length == 1 || (parts.Length == 2 && QuantityText.TryTime(parts[1], out time)));
        late = parts.Length == 2 ? time : null;
        return isRead;
    }

    private static bool TryReadOutage(string text, out Outage? outage)
    {
        string[] parts = text.Split('/');
        Duration every = Duration.Zero;
        outage = text.Length == 0 ? new Outage(Duration.Forever, Duration.Zero)
            : QuantityText.TryTime(parts[0], out Duration length)
                && (parts.Length == 1 || (parts.Length == 2 && QuantityText.TryTime(parts[1], out every) && every > length))
            ? new Outage(length, every)
            : null;
        return outage is not null;
    }

    private static string FormatBurst(BurstLoss? burst) => burst is null ? ""
        : $"{QuantityText.Of(burst.Begin)}/{QuantityText.Of(burst.End)}{(burst.Loss < 1 ? $"/{QuantityText.Of(burst.Loss)}" : "")}";

    private static string FormatOutage(Outage? outage) => outage is null || outage.Length == Duration.Forever ? "outage"
        : $"outage={QuantityText.Of(outage.Length)}{(outage.Every > Duration.Zero ? $"/{QuantityText.Of(outage.Every)}" : "")}";
}
