namespace Lamina.Wire.Frcp;

/// <summary>What an FRCP packet says besides its numbers. Unknown bits are ignored.</summary>
[Flags]
public enum FrcpFlags : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>DATA: the packet carries a fragment, and its sequence number counts.</summary>
    Data = 0x0001,

    /// <summary>DRF: data run flag. Everything before this packet was acknowledged: a receiver that knows no run takes it as the start.</summary>
    DataRun = 0x0002,

    /// <summary>ACK: the acknowledgement number is valid.</summary>
    Acknowledgement = 0x0004,

    /// <summary>FC: the window is valid.</summary>
    Window = 0x0008,

    /// <summary>RDVS: the sender's window is closed and it has something to send; asks for acknowledgement and window.</summary>
    Rendezvous = 0x0010,

    /// <summary>FFGM: the fragment is the first of its message.</summary>
    FirstFragment = 0x0020,

    /// <summary>MFGM: more fragments of the message follow.</summary>
    MoreFragments = 0x0040,

    /// <summary>END: the sender writes nothing more. On an empty packet with DATA and a number of its own, which is no message.</summary>
    End = 0x0080,

    /// <summary>ACKNOW: the sender has stopped for want of an answer; the receiver does not hold it back.</summary>
    AckNow = 0x0100,

    /// <summary>LIMITED: what stopped the sender is the receiver's window, and with a larger one it would be faster.</summary>
    Limited = 0x0200,

    /// <summary>
    /// DRO: data run offset. As <see cref="DataRun"/>, of the packet that stands as many numbers before this one as
    /// <see cref="FrcpHeader.RunOffset"/> says.
    /// </summary>
    DataRunOffset = 0x0400,

    /// <summary>The two bits of the fragment code (FFGM, MFGM): 10 single, 11 first, 01 middle, 00 last.</summary>
    FragmentCode = FirstFragment | MoreFragments,
}
