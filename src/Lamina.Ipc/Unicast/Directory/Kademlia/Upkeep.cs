using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>
/// Keeps the contacts good: a look-up of the own id at joining, once more when routing has settled everywhere, and when the
/// layer has grown by an eighth (a newcomer is noticed, and parted layers find together); now and then one bucket by chance.
/// </summary>
internal sealed class Upkeep(Contacts contacts, LookUps lookUps, IRandomSource random) : ILookUpUser
{
    private static readonly Duration Refresh = Duration.FromSeconds(600);
    private static readonly Duration GrowthDelay = Duration.FromSeconds(1);
    private static readonly Duration SettledDelay = Duration.FromSeconds(2);

    private Instant _selfLookUp = Instant.Never;
    private Instant _refresh = Instant.Never;

    // Members at the last look-up of the own id, or fewer since.
    private int _fewest = 1;

    public Instant NextTimeout => Instant.Min(_selfLookUp, _refresh);

    public void HandleJoined(Instant now)
    {
        LookUp(contacts.Self.Id, now);
        _selfLookUp = now + SettledDelay + RandomPart(GrowthDelay);
        _refresh = Instant.Min(_refresh, NextRefresh(now));
    }

    public void HandleMembersChanged(Instant now)
    {
        _fewest = Math.Min(_fewest, contacts.MemberCount);
        if (_selfLookUp == Instant.Never && contacts.MemberCount * 8 > _fewest * 9)
        {
            _selfLookUp = now + RandomPart(GrowthDelay);
        }
    }

    public void HandleTimeout(Instant now)
    {
        if (_selfLookUp <= now)
        {
            _selfLookUp = Instant.Never;
            _fewest = contacts.MemberCount;
            LookUp(contacts.Self.Id, now);
        }

        if (_refresh <= now)
        {
            _refresh = NextRefresh(now);
            LookUp(RandomKey(), now);
        }
    }

    public void Shutdown() => _selfLookUp = _refresh = Instant.Never;

    // The contacts were learned on the way; while others have no route to this member yet, there are none to learn.
    public void HandleLookUp(LookUp lookUp, Instant now)
    {
        if (lookUp.HasGaps && lookUp.IsUnsettled)
        {
            _selfLookUp = Instant.Min(_selfLookUp, now + SettledDelay + RandomPart(GrowthDelay));
        }
    }

    private void LookUp(ulong key, Instant now)
    {
        if (!contacts.IsComplete)
        {
            lookUps.StartPaced(new LookUp(key, null, isThorough: false, this), now);
        }
    }

    // In a bucket by chance: as many leading bits as the own id, then one that differs, then chance. Who is alone has no
    // bucket, and looks where others are most likely to come.
    private ulong RandomKey()
    {
        int shared = (int)(random.NextUInt64() % (ulong)(Math.Max(0, contacts.Table.Deepest) + 1));
        ulong flip = 1UL << (KeySpace.Bits - 1 - shared);
        return ((contacts.Self.Id ^ flip) & ~(flip - 1)) | (random.NextUInt64() & (flip - 1));
    }

    private Instant NextRefresh(Instant now) => now + (Refresh * 3 / 4) + RandomPart(Refresh / 2);

    private Duration RandomPart(Duration most) => new((long)(random.NextUInt64() % (ulong)most.Nanoseconds));
}
