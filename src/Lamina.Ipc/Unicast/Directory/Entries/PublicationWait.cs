using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Entries;

/// <summary>
/// Somebody who waits until hashes are known at their homes. All of them is best, since others may see the members
/// otherwise for a moment and ask any; one is enough once the others had their time.
/// </summary>
internal sealed class PublicationWait(NameHash? hash, IOutcomeSink sink, Instant now)
{
    private static readonly Duration Best = Duration.FromMilliseconds(700);
    private static readonly Duration Most = Duration.FromSeconds(4);

    private readonly Instant _best = now + Best;
    private readonly Instant _most = now + Most;

    public IOutcomeSink Sink { get; } = sink;

    /// <summary>When time alone changes the answer.</summary>
    public Instant NextTimeout(Instant now) => now < _best ? _best : _most;

    /// <summary>Null while there is something to wait for.</summary>
    public Outcome? Examine(IEnumerable<IPublication> publications, Instant now)
    {
        bool all = true;
        bool known = true;
        bool sure = true;
        foreach (IPublication publication in publications)
        {
            if (!publication.IsWithdrawn && (hash is null || publication.Hash == hash))
            {
                all &= publication.IsKnownByAll;
                known &= publication.IsKnown;
                sure &= !publication.IsDoubtful;
            }
        }

        return all || (known && now >= (sure ? _best : _most)) ? Outcome.Ok
            : now >= _most ? Outcome.Timeout(
                "no other member of the layer has confirmed the name yet", "it is told again until one does; are there adjacencies?")
            : null;
    }
}
