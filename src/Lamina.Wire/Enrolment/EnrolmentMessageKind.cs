namespace Lamina.Wire.Enrolment;

/// <summary>The first byte of an enrolment message.</summary>
public enum EnrolmentMessageKind : byte
{
    /// <summary>Joiner to member: <see cref="EnrolmentRequest"/>.</summary>
    Request = 1,

    /// <summary>Either way: <see cref="EnrolmentRefusal"/>. Nothing follows.</summary>
    Refusal = 2,

    /// <summary>Member to joiner: the layer's configuration, protobuf.</summary>
    Configuration = 3,

    /// <summary>Joiner to member: the chosen address, protobuf.</summary>
    Confirm = 4,

    /// <summary>Member to joiner: somebody has that address, choose another. No body.</summary>
    AddressTaken = 5,

    /// <summary>Member to joiner: welcome, protobuf.</summary>
    Done = 6,

    /// <summary>Joiner to member, first of all in a secure layer: suite, one byte, and the first message of an exchange (Noise XX).</summary>
    Prove = 7,

    /// <summary>Either way: the next message of the exchange.</summary>
    Proof = 8,

    /// <summary>Either way, after it: one of the others, sealed.</summary>
    Sealed = 9,

    /// <summary>Joiner to member, first of all of who comes with a ticket: the ticket's number, and the first message of another exchange.</summary>
    Claim = 10,

    /// <summary>Member to joiner, sealed, the end of such an exchange: a credential, and whom to trust.</summary>
    Welcome = 11,
}
