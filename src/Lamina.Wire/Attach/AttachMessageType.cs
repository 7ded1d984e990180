namespace Lamina.Wire.Attach;

/// <summary>First byte of every message on an attach socket. The numbers are on the wire.</summary>
public enum AttachMessageType : byte
{
    /// <summary>Not a message.</summary>
    None = 0,

    /// <summary>Application: who I am, which versions I speak.</summary>
    Hello = 1,

    /// <summary>Daemon: the version that counts, and with it the descriptors of the rings.</summary>
    Welcome = 2,

    /// <summary>Application: I accept flows for a name.</summary>
    Listen = 3,

    /// <summary>Application: no more.</summary>
    StopListening = 4,

    /// <summary>Daemon: how a request ended.</summary>
    Outcome = 5,

    /// <summary>Application: I want a flow.</summary>
    Allocate = 6,

    /// <summary>Daemon: here it is.</summary>
    Allocated = 7,

    /// <summary>Daemon: there is none.</summary>
    Refused = 8,

    /// <summary>Daemon: somebody wants a flow to a name of yours.</summary>
    Arrival = 9,

    /// <summary>Application: I take it.</summary>
    Accept = 10,

    /// <summary>Application: I do not.</summary>
    Refuse = 11,

    /// <summary>Daemon: a flow changed its state, or is gone.</summary>
    FlowEvent = 12,

    /// <summary>Application: I am done with a flow.</summary>
    Close = 13,

    /// <summary>Application: I do not want that flow any more. Its Allocate is still answered, once.</summary>
    Withdraw = 14,

    /// <summary>Daemon: what a later life of the stack needs to take a flow up again.</summary>
    Ticket = 15,

    /// <summary>Application: I had this flow of a former life of the stack.</summary>
    Reattach = 16,

    /// <summary>Daemon: here it is again.</summary>
    Reattached = 17,

    /// <summary>Daemon: I stop in good order; nothing of this stack comes back.</summary>
    Farewell = 18,

    /// <summary>Daemon: memory that you share with another program of this stack, and with it the descriptors.</summary>
    Pair = 32,

    /// <summary>Daemon: nobody uses that memory any more.</summary>
    PairOver = 33,

    /// <summary>Application: I cannot use that memory, or what is in it makes no sense.</summary>
    PairFailed = 34,

    /// <summary>Daemon: the packets of a flow go through that memory.</summary>
    Direct = 35,

    /// <summary>Application: what a flow carried that way.</summary>
    Traffic = 36,

    /// <summary>Application, first after the Welcome: no memory came, or it cannot be used; records come and go on this socket.</summary>
    OnSocket = 40,

    /// <summary>Both: a train, or what may be sent, as it would be in the ring.</summary>
    Record = 41,
}
