using Lamina.Core;

namespace Lamina.Ipc.Tests.Virtual;

/// <summary>A program that listens: takes every flow, unless it is told otherwise.</summary>
public sealed class TestAcceptor : IFlowAcceptor
{
    public string Description { get; init; } = "process 4711 (test)";

    public List<ArrivingFlow> Arrivals { get; } = [];

    public List<(LowerFlow Flow, TestUser User)> Flows { get; } = [];

    public byte[] Answer { get; set; } = [];

    /// <summary>Instead of accepting.</summary>
    public Action<ArrivingFlow, Instant>? OnArrival { get; set; }

    /// <summary>Inside the call that brings the flow, right after it was accepted.</summary>
    public Action<LowerFlow>? OnAccepted { get; set; }

    public void HandleArrival(Name name, ArrivingFlow arrival, Instant now)
    {
        Arrivals.Add(arrival);
        if (OnArrival is not null)
        {
            OnArrival(arrival, now);
            return;
        }

        var user = new TestUser();
        LowerFlow? flow = arrival.Accept(Answer, user, now);
        Assert.NotNull(flow);
        Assert.Equal(arrival.Id, flow.Id);
        Flows.Add((flow, user));
        OnAccepted?.Invoke(flow);
    }
}
