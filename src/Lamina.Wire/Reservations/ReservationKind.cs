namespace Lamina.Wire.Reservations;

/// <summary>The messages of reservation; the numbers are on the wire.</summary>
public enum ReservationKind : byte
{
    /// <summary>Asks for bandwidth, or says again that it is wanted still.</summary>
    Reserve = 1,

    /// <summary>Says what became of it.</summary>
    Answer = 2,

    /// <summary>Gives it back.</summary>
    Release = 3,
}
