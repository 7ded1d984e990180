using Lamina.Core;

namespace Lamina.Bench.Direct;

/// <summary>How two programs of one host reach each other.</summary>
/// <param name="Qos">What is asked for; null: <see cref="QosSpec.Data"/>.</param>
/// <param name="Layer">The layer; null: none, they are programs of one stack.</param>
/// <param name="IsBusy">Both ends ask again and again instead of waiting.</param>
/// <param name="IsThroughDaemon">The daemon shares no memory between them.</param>
internal readonly record struct Way(QosSpec? Qos = null, string? Layer = null, bool IsBusy = false, bool IsThroughDaemon = false);
