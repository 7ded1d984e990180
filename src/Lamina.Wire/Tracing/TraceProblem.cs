namespace Lamina.Wire.Tracing;

/// <summary>Why there is nothing to tell of a hop. The numbers are on the wire.</summary>
public enum TraceProblem : byte
{
    /// <summary>Nobody answered in time.</summary>
    NoAnswer = 0,

    /// <summary>There is no way on from the hop above at present.</summary>
    NoWay = 1,

    /// <summary>The flow below is of a kind that does not tell.</summary>
    Untold = 2,

    /// <summary>Too many questions at once.</summary>
    Busy = 3,
}
