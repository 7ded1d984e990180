namespace Lamina.Contest;

/// <summary>What is missing, for a person.</summary>
internal sealed class ContestException(string message) : Exception(message);
