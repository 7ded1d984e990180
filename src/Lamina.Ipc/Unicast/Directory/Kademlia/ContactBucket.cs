using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>
/// The contacts that share so many leading bits with the own id: up to k, who was heard from last at the end, and a few
/// spares for when one of them dies.
/// </summary>
internal sealed class ContactBucket
{
    private const int MaxSpares = 4;

    // One silence may be a lost message, three times over; two are a member that is gone.
    private const int MaxFailures = 2;

    private readonly List<Place> _places = new(2);
    private readonly List<Contact> _spares = [];

    /// <summary>Contacts, spares not counted.</summary>
    public int Count => _places.Count;

    /// <summary>A contact by its place.</summary>
    public Contact this[int place] => _places[place].Contact;

    /// <summary>True where the last request to the contact at a place was not answered.</summary>
    public bool IsDoubtful(int place) => _places[place].Failures > 0;

    /// <summary>A contact that somebody told of.</summary>
    /// <returns>True where it fills an empty place.</returns>
    public bool Add(in Contact contact)
    {
        if (PlaceOf(contact.Member) >= 0)
        {
            return false;
        }

        if (_places.Count < KeySpace.K)
        {
            _spares.Remove(contact);
            _places.Add(new Place(contact, 0));
            return true;
        }

        if (!_spares.Contains(contact))
        {
            if (_spares.Count == MaxSpares)
            {
                _spares.RemoveAt(0);
            }

            _spares.Add(contact);
        }

        return false;
    }

    /// <summary>A contact that said something itself: it lives, and is forgotten last.</summary>
    /// <returns>True where it fills an empty place.</returns>
    public bool Hear(in Contact contact)
    {
        int place = PlaceOf(contact.Member);
        if (place < 0)
        {
            return Add(contact);
        }

        if (place < _places.Count - 1 || _places[place].Failures > 0)
        {
            _places.RemoveAt(place);
            _places.Add(new Place(contact, 0));
        }

        return false;
    }

    /// <summary>A contact did not answer.</summary>
    /// <returns>True where it is removed for it.</returns>
    public bool Fail(Address member)
    {
        int place = PlaceOf(member);
        if (place < 0)
        {
            return false;
        }

        Place failed = _places[place] with { Failures = _places[place].Failures + 1 };
        _places[place] = failed;
        return failed.Failures >= MaxFailures && Remove(member);
    }

    /// <summary>Removes a contact; the newest spare takes its place.</summary>
    /// <returns>True where it was one, no spare.</returns>
    public bool Remove(Address member)
    {
        _spares.RemoveAll(spare => spare.Member == member);
        int place = PlaceOf(member);
        if (place < 0)
        {
            return false;
        }

        _places.RemoveAt(place);
        if (_spares.Count > 0)
        {
            _places.Add(new Place(_spares[^1], 0));
            _spares.RemoveAt(_spares.Count - 1);
        }

        return true;
    }

    /// <summary>Forgets the spares of whom the condition holds.</summary>
    public void RemoveSpares(Predicate<Contact> condition) => _spares.RemoveAll(condition);

    private int PlaceOf(Address member)
    {
        for (int i = 0; i < _places.Count; i++)
        {
            if (_places[i].Contact.Member == member)
            {
                return i;
            }
        }

        return -1;
    }

    private readonly record struct Place(Contact Contact, int Failures);
}
