using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <content>How a process begins: who speaks which version, and where its records go.</content>
internal sealed partial class AttachSession
{
    // It was welcomed, and has said nothing since.
    private bool _mayChoose;

    /// <summary>False: records go over the socket.</summary>
    public bool SharesMemory => _link is RingLink;

    private bool TryWelcome(ReadOnlySpan<byte> message, Instant now)
    {
        if (!AttachHello.TryRead(message, out AttachHello hello))
        {
            return false;
        }

        Span<byte> answer = stackalloc byte[AttachProtocol.MaxMessageLength];
        if (!hello.Speaks(AttachProtocol.Version))
        {
            _control.Send(answer[..new AttachWelcome(0, _server.StackName).Write(answer)], now);
            return false;
        }

        _mayChoose = true;
        answer = answer[..new AttachWelcome(AttachProtocol.Version, _server.StackName).Write(answer)];
        if (!TryWelcomeWithMemory(answer))
        {
            // The process answers that it can do without, or goes.
            _control.Send(answer, now);
        }

        return true;
    }

    private bool TryWelcomeWithMemory(ReadOnlySpan<byte> welcome)
    {
        if (!AttachMemory.TryCreate(_server.RingCapacity, out AttachMemory? memory))
        {
            return false;
        }

        if (!_control.TrySend(welcome, memory.Descriptors))
        {
            memory.Dispose();
            return false;
        }

        _helloTimer.Remove();
        _link = new RingLink(_driver, memory.Rings, isMaker: true, memory.ToDaemon, memory.ToProgram, _flows);
        return true;
    }

    /// <summary>The process has no memory, or cannot use it. Nothing was written there.</summary>
    private bool TryStandOnSocket(ReadOnlySpan<byte> message)
    {
        if (message.Length != 1)
        {
            return false;
        }

        _helloTimer.Remove();
        _link?.Dispose();
        _link = new SocketLink(_driver, _control, _flows, _server.RingCapacity > 0 ? _server.RingCapacity : SocketLink.DefaultLimit);
        CanShareMemory = false;
        return true;
    }
}
