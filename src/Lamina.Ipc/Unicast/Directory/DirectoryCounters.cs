namespace Lamina.Ipc.Unicast.Directory;

/// <summary>What a member's directory has done.</summary>
public sealed class DirectoryCounters
{
    /// <summary>Messages sent.</summary>
    public long Sent { get; set; }

    /// <summary>Messages received that could be read.</summary>
    public long Received { get; set; }

    /// <summary>Messages dropped: malformed, or without meaning here.</summary>
    public long Malformed { get; set; }

    /// <summary>Questions by this member: who serves a name?</summary>
    public long Finds { get; set; }

    /// <summary>Of <see cref="Finds"/>, those that the cache answered.</summary>
    public long CacheHits { get; set; }

    /// <summary>Searches through the layer that have ended, for names and for homes of names.</summary>
    public long LookUps { get; set; }

    /// <summary>Steps of all <see cref="LookUps"/>: the longest chain of questions that waited for each other, summed.</summary>
    public long LookUpSteps { get; set; }

    /// <summary>Steps of the longest look-up.</summary>
    public int LongestLookUp { get; set; }

    /// <summary>Requests that nobody answered, after all repetitions.</summary>
    public long Unanswered { get; set; }

    /// <summary>Entries of others that this member gave to a new home.</summary>
    public long Replicated { get; set; }

    /// <summary>Entries refused because the own store was full, as a whole or for that member or hash.</summary>
    public long StoreDrops { get; set; }

    /// <summary>Entries refused, and answers not believed, because the serving member's word for them was missing or wrong.</summary>
    public long Unproved { get; set; }

    /// <summary>Questions and requests dropped because too many were open.</summary>
    public long RequestDrops { get; set; }
}
