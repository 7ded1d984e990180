namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>What a home says of an entry.</summary>
internal enum HomeState
{
    /// <summary>Nothing yet.</summary>
    Waiting,

    /// <summary>It keeps it.</summary>
    Acknowledged,

    /// <summary>It has no room.</summary>
    Full,

    /// <summary>Nothing, and nothing will come.</summary>
    Silent,
}
