namespace Lamina.Wire.Allocation;

/// <summary>The messages of flow allocation. The numbers are on the wire; 1 and 255 mean the same in every version.</summary>
public enum AllocationKind : byte
{
    /// <summary>Asks for a flow.</summary>
    Request = 1,

    /// <summary>Answers a request, yes or no.</summary>
    Reply = 2,

    /// <summary>Says that the reply has come, where no packet says so.</summary>
    Confirm = 3,

    /// <summary>Tells the sender's congestion and address.</summary>
    Update = 4,

    /// <summary>Ends a flow, or says that it is gone.</summary>
    Close = 5,

    /// <summary>Says that the close has come.</summary>
    CloseAck = 6,

    /// <summary>Asks the sender of a request to say it again with what is in here: then it hears what is sent to it.</summary>
    Cookie = 7,

    /// <summary>As <see cref="Request"/>, with a cookie in front.</summary>
    RequestWithCookie = 8,

    /// <summary>Says which versions are spoken here.</summary>
    VersionRefusal = 255,
}
