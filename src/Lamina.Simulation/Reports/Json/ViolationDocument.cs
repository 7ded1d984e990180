namespace Lamina.Simulation.Reports.Json;

/// <summary>An invariant that did not hold, and when.</summary>
internal sealed record ViolationDocument(string Invariant, double AtSeconds, string Text)
{
    public static ViolationDocument Of(Violation violation) =>
        new(violation.Invariant, violation.At.Nanoseconds / 1e9, violation.Text);
}
