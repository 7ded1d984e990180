using Lamina.Core;

namespace Lamina.Daemon.Nodes;

/// <summary>Reads what a person says that a link carries.</summary>
internal static class Rates
{
    public static Outcome Read(string text, out ulong bitsPerSecond) => RateText.TryParse(text, out bitsPerSecond)
        ? Outcome.Ok
        : Outcome.Usage($"'{text}' is no rate", "90mbit, 512kbit, 1.5gbit: bits per second");
}
