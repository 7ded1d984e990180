namespace Lamina.Core;

/// <summary>
/// The name of an IPC process inside its layer, as a number; <see cref="AddressFormat"/> shows it as a compound of
/// the names of its data transfer machines (<c>2.4.1</c>). 0 names nobody.
/// </summary>
/// <param name="Value">The number, as the wire carries it in the layer's address size.</param>
public readonly record struct Address(ulong Value) : IComparable<Address>
{
    /// <summary>No address.</summary>
    public static readonly Address None = new(0);

    /// <inheritdoc/>
    public int CompareTo(Address other) => Value.CompareTo(other.Value);

    /// <summary>As in a layer of one level.</summary>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
