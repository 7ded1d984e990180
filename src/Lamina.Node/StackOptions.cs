using Lamina.Bearers.Edges;
using Lamina.Core;
using Lamina.Ipc.Unicast.Policies;
using Lamina.Node.Access;
using Lamina.Node.Ports;

namespace Lamina.Node;

/// <summary>What a stack of this process is called, and what it may use.</summary>
public sealed record StackOptions
{
    /// <summary>Its name, for people and for those who attach. Default <c>default</c>.</summary>
    public string Name { get; init; } = "default";

    /// <summary>Most bytes of packet buffers. Default 64 MiB, at least 4 MiB; what finds no buffer is dropped and counted.</summary>
    public long PoolLimit { get; init; } = PacketPool.DefaultLimit;

    /// <summary>The policies that members of layers can follow in this stack; null (default): the built-in ones.</summary>
    public PolicyCatalogue? Policies { get; init; }

    /// <summary>The technologies that this stack can open datagram ports on; null (default): the built-in one, UDP sockets.</summary>
    public PortCatalogue? Ports { get; init; }

    /// <summary>
    /// The directory for <c>attach.sock</c>, made if it is not there; null (default): nobody can attach.
    /// </summary>
    public string? AttachDirectory { get; init; }

    /// <summary>Who may attach; null (default): this process's user and root.</summary>
    public StackAccess? Access { get; init; }

    /// <summary>
    /// Bytes of each ring of an attached process: a power of two, 256 KiB to 64 MiB. Default 2 MiB; 0: no memory is shared, and packets go over
    /// the socket, as they do where memory cannot be had or <c>LAMINA_SHARED_MEMORY</c> is <c>off</c>.
    /// </summary>
    public int AttachRingCapacity { get; init; } = 2 << 20;

    /// <summary>
    /// Bytes of each ring that two attached processes share for their flows with each other: a power of two, 256 KiB to 64 MiB. Default 1 MiB; 0:
    /// none, and their packets go through this stack.
    /// </summary>
    public int DirectRingCapacity { get; init; } = 1 << 20;

    /// <summary>
    /// What it keeps over its lives: with it, a stack that died and is started again takes up the flows of attached programs. Null (default):
    /// nothing, and they end with it.
    /// </summary>
    public StackKeep? Keep { get; init; }

    /// <summary>
    /// What it asks the system by; null (default): Linux's own calls on Linux, sockets of .NET alone elsewhere and where <c>LAMINA_SOCKETS</c>
    /// is <c>managed</c>. Another one is for tests.
    /// </summary>
    public SystemEdge? Edge { get; init; }

    /// <summary>Hears of rare things inside the stack, on its thread; null (default): nobody.</summary>
    public IStackEvents? Events { get; init; }

    /// <summary>Called once, on the stack's own thread, when the stack ended by a fault. Other stacks go on.</summary>
    public Action<Exception>? Failed { get; init; }
}
