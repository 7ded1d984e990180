using Lamina.Core;

namespace Lamina.Ipc.Unicast.Enrolment.Claiming;

/// <summary>The flow that a joiner came over.</summary>
internal interface IClaimTalk
{
    /// <summary>Sends a message.</summary>
    void Send(byte[] message);

    /// <summary>Says no, in clear, and ends it.</summary>
    void Refuse(CloseReason reason, string text);

    /// <summary>Ends it, after what was sent.</summary>
    void Finish();
}
