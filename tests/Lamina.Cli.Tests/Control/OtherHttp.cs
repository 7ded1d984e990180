using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lamina.Cli.Tests.Control;

/// <summary>HTTP over a Unix socket, connected as another user of this host.</summary>
internal static class OtherHttp
{
    /// <summary>The groups are those of the caller, the first its effective one; none: one of its own.</summary>
    public static async Task<(HttpStatusCode Status, string Body)> SendAsync(
        uint user, uint[] groups, string socketPath, string method, string path, string? body)
    {
        Socket connected = Connect(user, groups, socketPath);
        using HttpClient http = new(new SocketsHttpHandler { ConnectCallback = (_, _) => new(new NetworkStream(connected, ownsSocket: true)) });
        using HttpRequestMessage request = new(new HttpMethod(method), $"http://localhost{path}");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public static Socket Connect(uint user, uint[] groups, string socketPath) => OtherUser.Run(user, groups, () =>
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(socketPath));
        return socket;
    });
}
