using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.EndToEnd.Tests.Hostile;

/// <summary>Messages of the attach protocol as a program would send them: some of them right, none of them owed.</summary>
internal static class AttachMessages
{
    public static byte[] Hello { get; } =
        Written(to => new AttachHello(AttachProtocol.Version, AttachProtocol.Version, 1).Write(to));

    /// <summary>One of every kind, with numbers that the daemon never gave.</summary>
    public static byte[][] Samples { get; } =
    [
        Hello,
        Listen(1, "stranger"),
        Written(to => new AttachBinding(AttachMessageType.StopListening, 2, Name.Parse("oping")).Write(to)),
        Allocate(3, "nobody"),
        Allocate(4, "net.a"),
        Accept(5),
        End(AttachMessageType.Refuse, 6),
        End(AttachMessageType.Close, 0),
        End(AttachMessageType.Close, uint.MaxValue),
        End(AttachMessageType.Refused, 7),
        Written(to => new AttachPair(AttachMessageType.PairFailed, 1, true).Write(to)),
        Written(to => new AttachTraffic(9, 1, 2, 3, AttachTraffic.Most).Write(to)),
        Written(to => new AttachFlowEvent(8, FlowEvent.Closed, CloseReason.PeerDied).Write(to)),
        Written(to => new AttachWelcome(AttachProtocol.Version, Name.Parse("default")).Write(to)),
        [.. Enumerable.Repeat((byte)AttachMessageType.Allocate, AttachProtocol.MaxMessageLength + 1)],
    ];

    public static byte[] Listen(uint request, string name) =>
        Written(to => new AttachBinding(AttachMessageType.Listen, request, Name.Parse(name)).Write(to));

    public static byte[] Allocate(uint request, string name) => Written(to => new AttachAllocate
    {
        Request = request,
        Qos = QosSpec.Data,
        Name = Name.Parse(name),
        Data = new byte[64],
    }.Write(to));

    public static byte[] Accept(uint flow) => Written(to => new AttachAccept { Flow = flow, Data = new byte[64] }.Write(to));

    private static byte[] End(AttachMessageType type, uint number) =>
        Written(to => new AttachEnd(type, number, CloseReason.Normal).Write(to));

    private static byte[] Written(Writing write)
    {
        byte[] message = new byte[AttachProtocol.MaxMessageLength];
        return message[..write(message)];
    }

    private delegate int Writing(Span<byte> to);
}
