namespace Lamina.Wire.Offers;

/// <summary>One element of a composition, as data.</summary>
/// <param name="Id">Which.</param>
/// <param name="Parameter">Its parameter; 0 where it has none. The meaning is the element's.</param>
public readonly record struct ElementSpec(ElementId Id, byte Parameter = 0);
