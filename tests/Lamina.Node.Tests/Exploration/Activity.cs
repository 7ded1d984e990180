namespace Lamina.Node.Tests.Exploration;

/// <summary>What a logical thread does.</summary>
internal enum Activity
{
    Ready,
    Asleep,
    Ended,
}
