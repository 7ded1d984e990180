using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Entries;

/// <summary>What who waits for a name to be known asks of it.</summary>
internal interface IPublication
{
    /// <summary>The hash.</summary>
    NameHash Hash { get; }

    /// <summary>True once it is taken back.</summary>
    bool IsWithdrawn { get; }

    /// <summary>True when every home has acknowledged it.</summary>
    bool IsKnownByAll { get; }

    /// <summary>True while the homes are looked for, or perhaps not the right ones.</summary>
    bool IsUncertain { get; }

    /// <summary>True when some home has, or no other is needed.</summary>
    bool IsKnown { get; }
}
