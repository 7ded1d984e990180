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

    // Where homes are still looked for: that takes 3.5 s when all are silent, and succeeds soon after they can answer.
    private static readonly Duration Longest = Duration.FromSeconds(8);

    private readonly Instant _best = now + Best;
    private readonly Instant _most = now + Most;
    private readonly Instant _longest = now + Longest;

    public IOutcomeSink Sink { get; } = sink;

    /// <summary>When time alone changes the answer.</summary>
    public Instant NextTimeout(Instant now) => now < _best ? _best : now < _most ? _most : _longest;

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
                sure &= !publication.IsUncertain;
            }
        }

        return all || (known && now >= (sure ? _best : _most)) ? Outcome.Ok
            : now >= (sure ? _most : _longest) ? Outcome.Timeout(
                "no other member of the layer has confirmed the name yet", "it is told again until one does; are there adjacencies?")
            : null;
    }
}
