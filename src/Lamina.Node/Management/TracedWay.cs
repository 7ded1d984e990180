using Lamina.Ipc.Irm.Tracing;
using Lamina.Ipc.Tracing;

namespace Lamina.Node.Management;

/// <summary>A way from a name to whoever serves it.</summary>
/// <param name="Name">From the name to a layer and a member.</param>
/// <param name="Path">From here to that member; null where no layer gives the flow.</param>
public sealed record TracedWay(TracedName Name, TracedPath? Path);
