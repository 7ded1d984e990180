namespace Lamina.Spike.Measuring;

/// <summary>What one round of one pipeline gave.</summary>
internal readonly record struct Sample(double GigabitsPerSecond, double PacketsPerSecond, double ProcessorNanosecondsPerPacket);
