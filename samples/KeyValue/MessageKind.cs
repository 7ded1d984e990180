namespace KeyValue;

/// <summary>What a message is. The numbers are the protocol.</summary>
internal enum MessageKind : byte
{
    // A client asks. The answer has the same number.
    Get = 1,
    Put = 2,
    Delete = 3,

    /// <summary>The key is a prefix, the value the last key that the client has of it.</summary>
    List = 4,

    /// <summary>The key is a prefix; changes follow the answer, under its number.</summary>
    Watch = 5,

    // The server answers.
    Done = 16,
    NotFound = 17,

    /// <summary>The value is a sentence.</summary>
    Refused = 18,

    // The server tells a client that watches.
    HasChanged = 32,
    HasGone = 33,
}
