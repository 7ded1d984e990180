namespace Lamina;

/// <summary>Something happened to a flow of a <see cref="FlowSet"/>.</summary>
/// <param name="Kind">What.</param>
/// <param name="Flow">To which flow; null with <see cref="FlowSetEventKind.Refused"/>.</param>
/// <param name="Allocation">The request that has ended, with Allocated and Refused; else null.</param>
public readonly record struct FlowSetEvent(FlowSetEventKind Kind, Flow? Flow, FlowAllocation? Allocation = null);
