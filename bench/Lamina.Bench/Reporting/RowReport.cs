namespace Lamina.Bench.Reporting;

/// <summary>A row as it is printed.</summary>
/// <param name="Name">Of the row.</param>
/// <param name="RoundTripMicroseconds">64 bytes there and back.</param>
/// <param name="RoundTripCpuMicroseconds">Processor time of one, all processes.</param>
/// <param name="KiloPacketsPerSecond">64 bytes each, one way.</param>
/// <param name="PacketCpuNanoseconds">Processor time of one.</param>
/// <param name="GigabitsPerSecond">Of payload, in messages of 63000 bytes.</param>
/// <param name="GoodputCpuNanoseconds">Processor time of 1400 bytes of it.</param>
/// <param name="Failure">Why there are no figures.</param>
internal sealed record RowReport(
    string Name,
    Figure? RoundTripMicroseconds,
    Figure? RoundTripCpuMicroseconds,
    Figure? KiloPacketsPerSecond,
    Figure? PacketCpuNanoseconds,
    Figure? GigabitsPerSecond,
    Figure? GoodputCpuNanoseconds,
    string? Failure);
