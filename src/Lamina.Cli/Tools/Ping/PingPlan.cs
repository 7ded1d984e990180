using Lamina.Core;

namespace Lamina.Cli.Tools.Ping;

/// <summary>What to ping, and how.</summary>
/// <param name="Name">The server.</param>
/// <param name="Count">Packets; null: until interrupted.</param>
/// <param name="Interval">Between packets.</param>
/// <param name="Size">Bytes of a packet.</param>
/// <param name="Qos">What the flow must give.</param>
internal sealed record PingPlan(string Name, int? Count, TimeSpan Interval, int Size, QosSpec Qos)
{
    /// <summary>An answer that takes longer does not come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
}
