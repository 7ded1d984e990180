namespace Lamina.Wire.Reservations;

/// <summary>What became of a reservation; the numbers are on the wire, others read as <see cref="Refused"/>.</summary>
public enum ReservationVerdict : byte
{
    /// <summary>Every link on the way keeps it.</summary>
    Reserved = 0,

    /// <summary>A link on the way has not so much left.</summary>
    Refused = 1,

    /// <summary>Nobody has said what a link on the way carries: nothing is kept there, so nothing anywhere.</summary>
    Unknown = 2,
}
