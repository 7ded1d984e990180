namespace Lamina.Node.Driving;

/// <summary>What a visitor does after a turn.</summary>
internal enum VisitEnd
{
    /// <summary>It waits for more.</summary>
    GoesOn,

    /// <summary>It has what it wanted.</summary>
    IsDone,

    /// <summary>It only looked, and looks again and again.</summary>
    ComesAgain,

    /// <summary>It waits to be told.</summary>
    IsDisplaced,
}
