namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>A member that a look-up may ask.</summary>
/// <param name="contact">Who it is.</param>
/// <param name="depth">Length of the chain of answers that led to it: 1 for the own contacts.</param>
internal sealed class Candidate(Contact contact, int depth)
{
    public Contact Contact { get; } = contact;

    public int Depth { get; } = depth;

    public CandidateState State { get; set; }
}
