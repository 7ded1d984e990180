using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lamina.Cli.Tests.Control;

/// <summary>HTTP over a Unix socket without the product's client.</summary>
internal static class RawHttp
{
    public static async Task<(HttpStatusCode Status, string Body)> SendAsync(string socketPath, string method, string path, string? body)
    {
        using HttpClient http = new(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        HttpRequestMessage request = new(new HttpMethod(method), $"http://localhost{path}");
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
