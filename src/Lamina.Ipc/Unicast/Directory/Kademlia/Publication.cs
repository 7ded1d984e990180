using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Entries;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>What this member says of one hash, and which homes have heard it.</summary>
internal sealed class Publication(NameHash hash) : IPublication
{
    /// <inheritdoc/>
    public NameHash Hash { get; } = hash;

    /// <inheritdoc/>
    public bool IsWithdrawn { get; set; }

    /// <summary>Counts the changes; the homes keep the highest.</summary>
    public ulong Sequence { get; set; }

    /// <summary>Who must keep it.</summary>
    public List<Home> Homes { get; } = [];

    /// <summary>True while its homes are looked for.</summary>
    public bool IsLookingUp { get; set; }

    /// <summary>True where the look-up that runs began before the layer was there: another must follow.</summary>
    public bool MustRepeat { get; set; }

    /// <summary>True where the homes must be looked for anew.</summary>
    public bool HasLostHomes { get; set; }

    /// <summary>The state of the members' list when the homes were found.</summary>
    public long MembersVersion { get; set; }

    /// <summary>How many members there were when the homes were found, or a look-up was last put on the list for their growth.</summary>
    public int MemberCount { get; set; }

    /// <summary>True once homes that were found in an unsettled layer are looked for a second time.</summary>
    public bool IsConfirmed { get; set; }

    /// <summary>
    /// True where the homes may be the wrong ones: the look-up met silence in a layer that had just changed, so that nobody
    /// may have had a route to answer by. Who waits waits for the next look-up.
    /// </summary>
    public bool IsDoubtful { get; set; }

    /// <summary>How many look-ups in turn have met silence.</summary>
    public int Doubts { get; set; }

    /// <summary>How often it was told to the homes that were found last.</summary>
    public int Tellings { get; set; }

    /// <summary>When a withdrawn one is of no use any more: no home can remember it longer.</summary>
    public Instant End { get; set; } = Instant.Never;

    /// <summary>When it is told anew, or forgotten where it is withdrawn.</summary>
    public Instant Due { get; set; } = Instant.Never;

    /// <inheritdoc/>
    public bool IsUncertain => IsLookingUp || IsDoubtful;

    /// <inheritdoc/>
    public bool IsKnownByAll => !IsUncertain && Homes.TrueForAll(home => home.State == HomeState.Acknowledged);

    /// <inheritdoc/>
    public bool IsKnown => IsKnownByAll || Homes.Exists(home => home.State == HomeState.Acknowledged && !home.IsSelf);

    /// <summary>True where the member is nearer than one of the homes, or they are too few.</summary>
    public bool WantsHome(in Contact contact)
    {
        Contact candidate = contact;
        return !Homes.Exists(home => home.Contact == candidate)
            && (Homes.Count < KeySpace.K || Homes.Exists(home => KeySpace.IsNearer(Hash.Prefix, candidate, home.Contact)));
    }
}
