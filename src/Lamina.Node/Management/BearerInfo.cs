using System.Net;

namespace Lamina.Node.Management;

/// <summary>An IPC process of kind udp.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Layer">Its layer.</param>
/// <param name="Local">Where it is bound.</param>
public sealed record BearerInfo(string Name, string Layer, IPEndPoint Local);
