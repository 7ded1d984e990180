namespace Lamina.Peers;

/// <summary>Something is missing, and what.</summary>
internal sealed class PeersException(string message) : Exception(message);
