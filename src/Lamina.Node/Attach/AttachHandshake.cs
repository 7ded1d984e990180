using System.Diagnostics;
using System.Net.Sockets;
using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Wire.Attach;
using Microsoft.Win32.SafeHandles;

namespace Lamina.Node.Attach;

/// <summary>The first exchange of an attachment, on the program's side: Hello, Welcome, and what comes with it.</summary>
/// <param name="Socket">The connection.</param>
/// <param name="StackName">The stack's name, as the daemon says.</param>
/// <param name="Memory">What the two share; null: records go over the socket.</param>
internal sealed record AttachHandshake(DescriptorSocket Socket, Name StackName, AttachMemory? Memory)
{
    /// <summary>Connects and waits for the welcome; blocks for at most <paramref name="patience"/>.</summary>
    /// <exception cref="SocketException">Nobody listens at the path, or it is not allowed.</exception>
    /// <exception cref="AttachException">The daemon answers something else, or not at all.</exception>
    public static AttachHandshake Connect(string path, TimeSpan patience)
    {
        DescriptorSocket socket = DescriptorSocket.Connect(path);
        var descriptors = new List<SafeFileHandle>();
        try
        {
            Span<byte> message = stackalloc byte[AttachProtocol.MaxMessageLength];
            var hello = new AttachHello(AttachProtocol.Version, AttachProtocol.Version, (uint)Environment.ProcessId);
            if (socket.Send(message[..hello.Write(message)]) != DescriptorSocketStatus.Ok)
            {
                throw new AttachException("the daemon closed the connection");
            }

            int length = Receive(socket, message, descriptors, patience);
            if (!AttachWelcome.TryRead(message[..length], out AttachWelcome welcome))
            {
                if (AttachOutcome.TryRead(message[..length], out AttachOutcome refusal))
                {
                    throw new AttachException(refusal.Outcome);
                }

                throw new AttachException("the daemon does not speak this protocol");
            }

            if (welcome.Version != AttachProtocol.Version)
            {
                throw new AttachException($"the daemon speaks no version of the protocol that this library does ({AttachProtocol.Version})");
            }

            if (!AttachMemory.TryTake(descriptors, out AttachMemory? memory)
                && socket.Send([(byte)AttachMessageType.OnSocket]) != DescriptorSocketStatus.Ok)
            {
                throw new AttachException("the daemon sent no memory that could be used, and closed the connection");
            }

            return new AttachHandshake(socket, welcome.Stack, memory);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        finally
        {
            // What could not be used.
            descriptors.ForEach(descriptor => descriptor.Dispose());
        }
    }

    /// <summary>Nobody takes what came: the connection ends.</summary>
    public void Discard()
    {
        Socket.Dispose();
        Memory?.Dispose();
    }

    private static int Receive(DescriptorSocket socket, Span<byte> message, List<SafeFileHandle> descriptors, TimeSpan patience)
    {
        var poll = new PollSet(1);
        poll.Add(socket.Descriptor);
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            switch (socket.Receive(message, out int length, descriptors))
            {
                case DescriptorSocketStatus.Ok:
                    return length;
                case DescriptorSocketStatus.WouldBlock:
                    TimeSpan left = patience - Stopwatch.GetElapsedTime(start);
                    if (left <= TimeSpan.Zero)
                    {
                        throw new AttachException("the daemon did not answer in time");
                    }

                    poll.Wait(left);
                    break;
                default:
                    throw new AttachException("the daemon closed the connection");
            }
        }
    }
}
