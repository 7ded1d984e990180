using Lamina.Core;

namespace Lamina.Ipc;

/// <summary>
/// What a stack remembers of its members of layers, over its own lives. Called inside the stack's domain: it must not wait.
/// </summary>
public interface IMemberMemory
{
    /// <summary>Who an IPC process of this name was in a layer of this name; null: nobody knows.</summary>
    FormerLife? Recall(string process, Name layer);

    /// <summary>Who it is now.</summary>
    void Remember(string process, Name layer, FormerLife life);
}
