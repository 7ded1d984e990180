namespace Lamina.Protocols.Flows;

/// <summary>
/// How many packets may come before they are acknowledged (the idea of RFC 9000, section 13.2): 2 at first and after anything
/// out of the ordinary, when the sender needs to hear, then twice as many with each acknowledgement, to a quarter of the window.
/// </summary>
internal struct AckPolicy()
{
    private const int Least = 2;

    // Three trains of an offloading bearer: an acknowledgement is a datagram with system calls of its own, wherever it passes.
    private const int Most = 128;

    /// <summary>Acknowledge at the latest when so many have come.</summary>
    public int Threshold { get; private set; } = Least;

    /// <summary>An acknowledgement of packets in order was sent.</summary>
    /// <param name="window">Packets that the sender may have under way.</param>
    public void NoteSent(int window) => Threshold = Math.Max(Least, Math.Min(Math.Min(Most, window / 4), Threshold * 2));

    /// <summary>A gap, a copy, or a new run.</summary>
    public void NoteTrouble() => Threshold = Least;
}
