namespace Lamina.Node.Tests.Exploration;

/// <summary>Ways to build a domain wrongly that the explorer must find.</summary>
internal enum DomainMutation
{
    None,

    /// <summary>The owner does not look into the inbox after it let go.</summary>
    NoLookAfterRelease,

    /// <summary>A poster leaves its work without looking whether anybody owns the domain.</summary>
    NoLookAfterPost,

    /// <summary>Fences do nothing.</summary>
    NoFence,

    /// <summary>The owner lets go with a plain store instead of an atomic operation.</summary>
    PlainRelease,

    /// <summary>Taking ownership looks first and stores then, in two steps.</summary>
    TwoStepEnter,

    /// <summary>The owner whose budget is spent lets go and wakes nobody.</summary>
    NoHandOver,

    /// <summary>A loop that finds the domain owned does not ask to be woken when it is free.</summary>
    NoWish,

    /// <summary>A waker believes a lowered flag that the peer can lower: somebody else wakes.</summary>
    TrustsThePeersFlag,

    /// <summary>The sleeper raises its own flag before the word that it sleeps on.</summary>
    AnnouncesInTheWrongOrder,
}
