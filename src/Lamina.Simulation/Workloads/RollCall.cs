using Lamina.Core;
using Lamina.Simulation.Networks;

namespace Lamina.Simulation.Workloads;

/// <summary>
/// Pairs of stations that must reach each other by name: each gets a few attempts, as a person makes, with pauses between
/// them. All pairs at the same time.
/// </summary>
internal sealed class RollCall(LayerNetwork network, IEnumerable<(Station From, Station To)> pairs)
{
    private const int MaxAttempts = 4;

    private static readonly Duration Pause = Duration.FromSeconds(2);

    private readonly List<Call> _calls = [.. pairs.Select(pair => new Call(pair.From, pair.To))];

    /// <summary>Pairs that were called.</summary>
    public int Count => _calls.Count;

    /// <summary>Pairs that answered at the first attempt.</summary>
    public int AtOnce => _calls.Count(call => call.IsDone && call.Attempts == 1);

    /// <summary>True when each has answered, or will not.</summary>
    public bool IsOver => _calls.TrueForAll(call => call.IsDone || call.HasFailed);

    /// <summary>The first pair that did not answer; null where all did.</summary>
    public string? FindFailure() => _calls.Find(call => call.HasFailed) is { } failed
        ? $"{failed.From} does not reach '{failed.To.EchoName}' at {failed.To} in {MaxAttempts} attempts: {failed.Ping!.Ended}"
        : null;

    /// <summary>Begins what is to begin now.</summary>
    public void Advance()
    {
        foreach (Call call in _calls)
        {
            if (call.IsDone || call.HasFailed)
            {
                continue;
            }

            if (call.Ping is null)
            {
                call.Begin(network.Traffic.Ping(call.From, call.To, 1));
            }
            else if (call.Ping.IsDone)
            {
                call.IsDone = true;
            }
            else if (call.Ping.IsOver)
            {
                call.HasFailed = call.Attempts == MaxAttempts;
                call.Again ??= network.Network.Now + Pause;
                if (!call.HasFailed && call.Again <= network.Network.Now)
                {
                    call.Begin(network.Traffic.Ping(call.From, call.To, 1));
                }
            }
        }
    }

    private sealed class Call(Station from, Station to)
    {
        public Station From { get; } = from;

        public Station To { get; } = to;

        public Ping? Ping { get; private set; }

        public int Attempts { get; private set; }

        public Instant? Again { get; set; }

        public bool IsDone { get; set; }

        public bool HasFailed { get; set; }

        public void Begin(Ping ping)
        {
            Ping = ping;
            Again = null;
            Attempts++;
        }
    }
}
