using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>Which link state of a member is known.</summary>
/// <param name="Origin">The member.</param>
/// <param name="Sequence">Its count.</param>
/// <param name="Mark">See <see cref="LinkState.Mark"/>: tells two members that own one address apart.</param>
public readonly record struct KnownLinkState(Address Origin, ulong Sequence, uint Mark);
