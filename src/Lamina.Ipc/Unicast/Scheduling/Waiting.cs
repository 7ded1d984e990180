using Lamina.Core;

namespace Lamina.Ipc.Unicast.Scheduling;

/// <summary>A train that waits, with its reference.</summary>
internal struct Waiting
{
    public Train Train;

    public Instant Since;
}
