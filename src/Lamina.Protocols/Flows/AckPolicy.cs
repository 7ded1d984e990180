namespace Lamina.Protocols.Flows;

/// <summary>
/// How many packets may come before they are acknowledged (the idea of RFC 9000, section 13.2): 2 at first and after anything
/// out of the ordinary, when the sender needs to hear, then twice as many with each acknowledgement.
/// </summary>
internal struct AckPolicy()
{
    private const int Least = 2;
    private const int Most = 32;

    /// <summary>Acknowledge at the latest when so many have come.</summary>
    public int Threshold { get; private set; } = Least;

    /// <summary>An acknowledgement of packets in order was sent.</summary>
    public void NoteSent() => Threshold = Math.Min(Most, Threshold * 2);

    /// <summary>A gap, a copy, or a new run.</summary>
    public void NoteTrouble() => Threshold = Least;
}
