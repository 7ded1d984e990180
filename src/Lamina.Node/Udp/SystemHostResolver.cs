using System.Net;
using System.Net.Sockets;
using Lamina.Core;
using Lamina.Ipc.Udp;
using Lamina.Node.Driving;

namespace Lamina.Node.Udp;

/// <summary>Hosts by name, as the system finds them, for one family where the layer's socket speaks only that one.</summary>
internal sealed class SystemHostResolver(DomainDriver driver, AddressFamily family) : IHostResolver
{
    /// <inheritdoc/>
    public void Resolve(string host, ushort port, Action<IReadOnlyList<UdpEndpoint>, Instant> answer) =>
        _ = ResolveAsync(host, port, answer);

    private async Task ResolveAsync(string host, ushort port, Action<IReadOnlyList<UdpEndpoint>, Instant> answer)
    {
        UdpEndpoint[] found = [];
        try
        {
            // Not on this thread: it owns the domain.
            IPAddress[] addresses = await Task.Run(() => Dns.GetHostAddressesAsync(host, family)).ConfigureAwait(false);
            found = [.. addresses.Select(address => UdpEndpoint.From(new IPEndPoint(address, port)))];
        }
        catch (SocketException)
        {
            // Nobody knows it at present: the place stays where it was.
        }

        driver.Post(new OwnedCall(driver, now => answer(found, now)));
    }
}
