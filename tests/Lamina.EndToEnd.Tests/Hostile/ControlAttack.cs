using System.Net.Sockets;
using System.Text;

namespace Lamina.EndToEnd.Tests.Hostile;

/// <summary>Requests to the control socket, broken in every way, many on one connection.</summary>
internal static class ControlAttack
{
    private const int MessagesPerVisit = 50;

    public static int Run(string path, int count, int seed)
    {
        byte[][] requests =
        [
            Request("GET /v1/status", ""),
            Request("GET /v1/ipcps/net.a/show/rib", ""),
            Request("POST /v1/ipcps", """{"name":"x","type":"udp","a":[}]"""),
            Request("POST /v1/registrations", """{"name":"stranger","layer":"nowhere"}"""),
            Request("DELETE /v1/bindings", """{"name":"oping","program":7}"""),
        ];
        var mutation = new Mutation(seed, requests);
        int sent = 0;
        while (sent < count)
        {
            using Socket socket = UnixSocket.Connect(path, SocketType.Stream);
            sent += Visit(socket, mutation);
        }

        return sent;
    }

    private static int Visit(Socket socket, Mutation mutation)
    {
        byte[] answer = new byte[65536];
        socket.ReceiveTimeout = 1000;
        int sent = 0;
        try
        {
            for (; sent < MessagesPerVisit; sent++)
            {
                socket.Send(mutation.Next());
            }

            socket.Shutdown(SocketShutdown.Send);
            while (socket.Receive(answer) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Hung up, which is an answer.
        }

        return Math.Max(sent, 1);
    }

    private static byte[] Request(string line, string body) => Encoding.ASCII.GetBytes(
        $"{line} HTTP/1.1\r\nHost: lamina\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
}
