namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>A member that must keep an entry.</summary>
internal sealed class Home(Contact contact, bool isSelf)
{
    public Contact Contact { get; } = contact;

    public bool IsSelf { get; } = isSelf;

    public HomeState State { get; set; }
}
