namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>The contacts that are nearest to a key, nearest first: a window over memory of the caller that what is nearer moves into.</summary>
internal ref struct NearestList(ulong key, Span<Contact> places)
{
    private readonly Span<Contact> _places = places;

    /// <summary>How many are in.</summary>
    public int Count { get; private set; }

    /// <summary>Those that are in.</summary>
    public readonly ReadOnlySpan<Contact> Contacts => _places[..Count];

    /// <summary>Takes a contact in, if it is nearer than the last or there is room. Each is offered once.</summary>
    public void Offer(in Contact contact)
    {
        int place = Count;
        while (place > 0 && KeySpace.IsNearer(key, contact, _places[place - 1]))
        {
            place--;
        }

        if (place == _places.Length)
        {
            return;
        }

        Count = Math.Min(Count + 1, _places.Length);
        _places[place..(Count - 1)].CopyTo(_places[(place + 1)..]);
        _places[place] = contact;
    }
}
