namespace Lamina.Cli.Demo;

/// <summary>A data transfer adjacency: the neighbour's address, and the layer whose flow carries it.</summary>
internal readonly record struct DemoLink(string Peer, string Over);
