using System.Net;
using System.Net.Sockets;
using Lamina.Core;
using Lamina.Wire.Allocation;
using Lamina.Wire.Udp;

namespace Lamina.Cli.Tests.Failures;

/// <summary>A member of a udp layer from the future: it has every name, and speaks versions 7 to 9 of flow allocation only.</summary>
internal sealed class OtherVersionPeer : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public OtherVersionPeer()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _running = AnswerAsync();
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task AnswerAsync()
    {
        byte[] received = new byte[2048];
        try
        {
            while (true)
            {
                SocketReceiveFromResult got = await _socket.ReceiveFromAsync(received, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                if (Answer(received.AsSpan(0, got.ReceivedBytes)) is { } answer)
                {
                    await _socket.SendToAsync(answer, got.RemoteEndPoint, _stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static byte[]? Answer(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < UdpDatagram.ManagementHeaderLength || UdpDatagram.EidOf(datagram) != UdpDatagram.ManagementEid)
        {
            return null;
        }

        SpanReader reader = new(datagram[UdpDatagram.ManagementHeaderLength..]);
        if (!AllocationHeader.TryRead(ref reader, 0, out AllocationHeader header) || header.Kind != AllocationKind.Request)
        {
            return null;
        }

        byte[] answer = new byte[64];
        SpanWriter writer = new(answer);
        UdpDatagram.WriteManagementHeader(ref writer, UdpDatagram.CurrentVersion, UdpManagementKind.Allocation);
        int length = new VersionRefusalPdu(header.Eid, 0, 7, 9).Write(answer.AsSpan(UdpDatagram.ManagementHeaderLength), 0);
        return answer[..(UdpDatagram.ManagementHeaderLength + length)];
    }
}
