using Lamina.Core;
using Lamina.Ipc;

namespace Lamina.Conformance.Layers;

/// <summary>A program that listens: takes every flow, unless it is told otherwise. May be read on any thread.</summary>
internal sealed class RecordingAcceptor : IFlowAcceptor
{
    private readonly Lock _lock = new();
    private readonly List<Arrival> _arrivals = [];
    private readonly List<(LowerFlow Flow, RecordingUser User)> _flows = [];

    public string Description => "process 4711 (conformance)";

    public byte[] Answer { get; init; } = [];

    /// <summary>Instead of accepting.</summary>
    public Action<ArrivingFlow, Instant>? OnArrival { get; init; }

    /// <summary>Inside the call that brings the flow, right after it was accepted.</summary>
    public Action<LowerFlow, Instant>? OnAccepted { get; init; }

    public Arrival[] Arrivals
    {
        get
        {
            lock (_lock)
            {
                return [.. _arrivals];
            }
        }
    }

    public (LowerFlow Flow, RecordingUser User)[] Flows
    {
        get
        {
            lock (_lock)
            {
                return [.. _flows];
            }
        }
    }

    public void HandleArrival(Name name, ArrivingFlow arrival, Instant now)
    {
        var seen = new Arrival(name.Value, arrival.Qos, arrival.Data.ToArray(), arrival.Id, arrival.MaxPacketSize);
        if (OnArrival is null)
        {
            var user = new RecordingUser();
            LowerFlow flow = arrival.Accept(Answer, user, now) ?? throw new InvalidOperationException("a pending arrival gave no flow");
            lock (_lock)
            {
                _flows.Add((flow, user));
            }

            OnAccepted?.Invoke(flow, now);
        }

        lock (_lock)
        {
            _arrivals.Add(seen);
        }

        OnArrival?.Invoke(arrival, now);
    }

    /// <summary>What an arrival said.</summary>
    public sealed record Arrival(string Name, QosSpec Qos, byte[] Data, long Id, int MaxPacketSize);
}
