using Lamina.Bench.Measuring;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Flows;

/// <summary>A way to a program that does its part of some work, and counts on the board.</summary>
internal delegate Task<Connection> Connect(Work work, Board board);
